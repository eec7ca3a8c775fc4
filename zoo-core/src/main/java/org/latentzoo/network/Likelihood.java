package org.latentzoo.network;

import static org.latentzoo.check.Rules.require;
import static org.latentzoo.check.Rules.requirePositive;

import java.util.function.BiFunction;
import org.latentzoo.distribution.Bernoulli;
import org.latentzoo.distribution.Categorical;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.Distribution;
import org.latentzoo.distribution.Laplace;
import org.latentzoo.distribution.Support;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The law p(x | z) of a row given its code, from the outputs f(z) of a decoder.
 *
 * <pre>
 *   bernoulli    x_i ~ Bernoulli(sigmoid(f_i))
 *   gaussian     x_i ~ N(f_i, sigma^2)
 *   laplace      x_i ~ Laplace(f_i, s) with 2 s^2 = sigma^2
 *   categorical  x_i ~ softmax(f_i1 .. f_iL) over the grey levels 0 .. L-1
 * </pre>
 *
 * @param law of each pixel
 * @param variance how a Gaussian or Laplace law gets its variance
 * @param sigma2 the variance where it is FIXED, its initial value where it is SHARED; PIXEL does
 *     not read it and starts near 1 + {@code floor}
 * @param floor the least variance, where it is learnt; above 0 for PIXEL, since the density of a
 *     constant pixel has no bound without it
 * @param levels L, of a categorical law; data.scale=1 leaves grey levels as they are
 */
public record Likelihood(Law law, Variance variance, double sigma2, double floor, int levels) {
  /** The law of a pixel. */
  public enum Law {
    /** Of bits, from logits. */
    BERNOULLI,
    /** Of real numbers. */
    GAUSSIAN,
    /** Of real numbers, with heavier tails. */
    LAPLACE,
    /** Of whole numbers. */
    CATEGORICAL
  }

  /** How a law of real numbers gets its variance. */
  public enum Variance {
    /** Stays at {@code sigma2}. */
    FIXED,
    /** One learnt number for all pixels. */
    SHARED,
    /** A function of the code, for each pixel. */
    PIXEL
  }

  /** Of bits. Where it is of real numbers, one learnt variance that starts at a tenth. */
  public static final Likelihood DEFAULTS =
      new Likelihood(Law.BERNOULLI, Variance.SHARED, 0.1, 1e-4, 17);

  public Likelihood {
    requirePositive("model.likelihood.sigma2", sigma2);
    require(
        floor >= 0 && Double.isFinite(floor),
        "model.likelihood.floor",
        "a finite number, at least 0",
        floor);
    boolean real = law == Law.GAUSSIAN || law == Law.LAPLACE;
    boolean starts = !real || variance != Variance.SHARED || sigma2 > floor;
    require(
        starts,
        "model.likelihood.sigma2",
        "above model.likelihood.floor for model.likelihood.variance=shared",
        sigma2);
    boolean bounded = !real || variance != Variance.PIXEL || floor > 0;
    require(
        bounded, "model.likelihood.floor", "above 0 for model.likelihood.variance=pixel", floor);
    require(levels >= 2, "model.likelihood.levels", "at least 2", levels);
  }

  /** The values that have a likelihood. */
  public Support support() {
    return switch (law) {
      case BERNOULLI -> new Support(0, 1, true);
      case GAUSSIAN, LAPLACE -> Support.REAL;
      case CATEGORICAL -> new Support(0, levels - 1, true);
    };
  }

  /** What a decoder puts out for each pixel. */
  public int outputs() {
    return switch (law) {
      case BERNOULLI -> 1;
      case GAUSSIAN, LAPLACE -> variance == Variance.PIXEL ? 2 : 1;
      case CATEGORICAL -> levels;
    };
  }

  /** How much noise a sample of a row takes. */
  public int noise(int features) {
    return law == Law.CATEGORICAL ? features * levels : features;
  }

  /** The rows x as an encoder likes to see them: grey levels in [0, 1]. */
  public SDVariable input(SDVariable x) {
    return law == Law.CATEGORICAL ? x.mul(1.0 / (levels - 1)) : x;
  }

  /**
   * The law given the outputs of a decoder, {@code [B, outputs() D]}, map by map: all means, then
   * all log-variances. A shared variance is a parameter, made in the scope that this is called in.
   */
  public Conditional<Distribution> of(Graph graph, int features) {
    return switch (law) {
      case BERNOULLI -> Bernoulli::new;
      case GAUSSIAN -> real(graph, DiagonalNormal::new);
      case LAPLACE -> real(graph, (mean, v) -> new Laplace(mean, v.sub(Math.log(2)).mul(0.5)));
      case CATEGORICAL ->
          f -> {
            var maps = f.reshape(-1, levels, features);
            return new Categorical(maps.permute(0, 2, 1), levels);
          };
    };
  }

  private Conditional<Distribution> real(
      Graph graph, BiFunction<SDVariable, SDVariable, Distribution> law) {
    return switch (variance) {
      case FIXED -> {
        var v = graph.constant(Math.log(sigma2));
        yield f -> law.apply(f, v);
      }
      case SHARED -> {
        var initial = Initializer.constant(Math.log(sigma2 - floor));
        var v = Maths.logAdd(graph.parameter("log_sigma2", initial), floor);
        yield f -> law.apply(f, v);
      }
      case PIXEL ->
          f -> {
            var halves = Ops.halves(f);
            return law.apply(halves[0], Maths.logAdd(halves[1], floor));
          };
    };
  }
}
