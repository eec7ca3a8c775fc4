package org.latentzoo.tests.theorem;

import java.util.Optional;
import org.latentzoo.gradient.Estimate;
import org.latentzoo.gradient.GradientEstimator;
import org.latentzoo.gradient.Problem;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Ops;

/** E[log (w_1 + w_2) / 2] over all pairs of codes: what VIMCO with two samples estimates. */
record EnumeratedPairs() implements GradientEstimator {
  @Override
  public Estimate of(Problem problem) {
    int width = problem.codes().width();
    int count = 1 << width;
    var sd = problem.logits().getSameDiff();
    var all = sd.constant(problem.codes().all().castTo(problem.logits().dataType()));
    var z =
        problem
            .logits()
            .mul(0)
            .reshape(-1, 1, width)
            .add(all.reshape(1, count, width))
            .reshape(-1, width);
    var repeated = Ops.repeatRows(problem.logits(), count, width);
    var logQ = problem.codes().law(repeated).logProb(z).reshape(-1, count);
    var rewards = problem.reward().of(z, count);
    var logP = rewards.add(problem.prior().at(z, count).logProb().reshape(-1, count));
    var logW = logP.sub(logQ);
    var first = logW.reshape(-1, count, 1);
    var bound = first.add(Maths.softplus(logW.reshape(-1, 1, count).sub(first))).sub(Math.log(2));
    var q = sd.math().exp(logQ);
    var weighted = bound.mul(q.reshape(-1, count, 1)).mul(q.reshape(-1, 1, count));
    var value = Maths.batchMean(Maths.sumLast(Maths.sumLast(weighted))).neg();
    var reconstruction = Maths.batchMean(Maths.sumLast(q.mul(rewards)));
    var kl = reconstruction.sub(Maths.batchMean(Maths.sumLast(q.mul(logW))));
    return new Estimate(reconstruction, kl, value, value, Optional.empty());
  }
}
