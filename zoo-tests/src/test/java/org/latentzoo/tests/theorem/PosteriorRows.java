package org.latentzoo.tests.theorem;

import java.util.List;
import java.util.Map;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.Posterior;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.eval.AggregatePosterior;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Ops;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.tests.ArrayRows;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Posteriors as given: a row of data is [location, log scale], and the encoder is the identity.
 *
 * @param instance of that model
 * @param rows the data
 */
public record PosteriorRows(ModelInstance instance, ArrayRows rows) {
  /** Makes a posterior from locations and log scales (a normal's log variances), [B, K] each. */
  public interface Family {
    Posterior of(SDVariable location, SDVariable logScale);
  }

  /** Normals, their KL in closed form. */
  public static PosteriorRows normals(DataType dtype, INDArray mean, INDArray logVariance) {
    return of(dtype, DiagonalNormal::new, mean, logVariance);
  }

  static PosteriorRows of(DataType dtype, Family family, INDArray location, INDArray logScale) {
    int units = location.columns();
    var graph = new Graph(dtype, 1);
    var halves = Ops.halves(graph.input(Model.DATA, 2L * units));
    var q = family.of(halves[0], halves[1]);
    var z = q.sample(graph.noise("eps", q.noise(), units));
    var heads =
        Map.of(
            Head.KL, kl(q, z),
            Head.POSTERIOR_SAMPLE, z,
            Head.POSTERIOR_MEAN, q.mean(),
            Head.LOG_POSTERIOR, q.pairwiseLogProb(graph.input(Model.CODES, units)));
    var instance = new ModelInstance(new Model(graph, List.of(), heads));
    var rows = new ArrayRows(Nd4j.hstack(location, logScale).castTo(dtype));
    return new PosteriorRows(instance, rows);
  }

  /** At the sample, where there is no closed form. */
  private static SDVariable kl(Posterior q, SDVariable z) {
    return q instanceof DiagonalNormal normal
        ? KullbackLeibler.toStandardNormal(normal)
        : q.logProb(z).sub(StandardNormal.logProb(z));
  }

  /** Both terms from {@code draws} codes a row. */
  public AggregatePosterior estimate(int draws, long seed) {
    return AggregatePosterior.of(instance, rows, draws, seed);
  }
}
