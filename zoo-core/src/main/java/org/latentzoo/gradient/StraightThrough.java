package org.latentzoo.gradient;

/**
 * The sample goes forward, its relaxation backward: z + y - stop(y), y the Gumbel-softmax of the
 * same noise (Jang, Gu and Poole 2017). Biased: r is differentiated between the codes, where the
 * objective does not look. Here to compare with.
 *
 * @param samples S, codes a row
 * @param temperature of y
 */
public record StraightThrough(int samples, double temperature) implements GradientEstimator {
  @Override
  public Estimate of(Problem problem) {
    var q = problem.repeated(samples);
    var noise = problem.uniforms().of(samples);
    var y = q.relaxed(noise, temperature);
    var z = Samples.fixed(q.sample(noise)).add(y.sub(Samples.fixed(y)));
    var rewards = problem.reward().of(z, samples);
    return Estimate.through(problem, rewards.mean());
  }
}
