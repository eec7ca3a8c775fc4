package org.latentzoo.gradient;

import org.latentzoo.graph.Maths;

/**
 * E_q[r] = sum_z q(z | x) r(z) over all 2^K codes of K bits: exact, at 2^K decoder evaluations a
 * row.
 */
public record Enumeration() implements GradientEstimator {
  /** The most bits: 4,096 codes a row. */
  public static final int MOST_UNITS = 12;

  @Override
  public Estimate of(Problem problem) {
    var codes = problem.codes();
    int width = codes.width();
    int count = 1 << codes.units();
    var sd = problem.logits().getSameDiff();
    var all = sd.constant(codes.all().castTo(problem.logits().dataType()));
    var z = problem.logits().mul(0).reshape(-1, 1, width).add(all.reshape(1, count, width));
    var flat = z.reshape(-1, width);
    var logQ = problem.repeated(count).logProb(flat).reshape(-1, count);
    var terms = sd.math().exp(logQ).mul(problem.reward().of(flat, count));
    return Estimate.through(problem, Maths.batchMean(Maths.sumLast(terms)));
  }
}
