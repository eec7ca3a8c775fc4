package org.latentzoo.gradient;

import java.util.Optional;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Antithetic pairs z = 1[u < sigmoid(l)], z' = 1[1 - u < sigmoid(l)] of bits: dE_q[r]/dl_i is the
 * mean of 1/2 (r(z) - r(z')) (z_i - z'_i) sigmoid(|l_i|), which is REINFORCE averaged over all that
 * z and z' leave open (Dong, Mnih and Tucker 2020; Yin et al. 2020).
 *
 * @param samples S, even: S/2 pairs a row
 */
public record DisArm(int samples) implements GradientEstimator {
  @Override
  public Estimate of(Problem problem) {
    int pairs = samples / 2;
    int units = problem.codes().units();
    var sd = problem.logits().getSameDiff();
    var q = problem.repeated(pairs);
    var u = problem.uniforms().of(pairs);
    var first = Samples.fixed(q.sample(u)).reshape(-1, pairs, units);
    var second = Samples.fixed(q.sample(u.rsub(1))).reshape(-1, pairs, units);
    var both = sd.concat(1, first, second).reshape(-1, units);
    var rewards = problem.reward().of(both, samples);

    var halves = Ops.halves(rewards);
    var difference = halves[0].sub(halves[1]).reshape(-1, pairs, 1);
    var l = problem.logits().reshape(-1, 1, units);
    var slope = difference.mul(first.sub(second)).mul(sd.nn().sigmoid(sd.math().abs(l)).mul(0.5));
    SDVariable score = Maths.sumLast(Samples.fixed(slope).mul(l)).mean();

    var through = Estimate.through(problem, rewards.mean());
    return through.with(through.value().sub(score), Optional.empty());
  }
}
