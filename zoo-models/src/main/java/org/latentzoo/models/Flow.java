package org.latentzoo.models;

import static org.latentzoo.check.Rules.require;
import static org.latentzoo.check.Rules.requirePositive;
import static org.latentzoo.check.Rules.sizes;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.latentzoo.bijector.ActNorm;
import org.latentzoo.bijector.Additive;
import org.latentzoo.bijector.Affine;
import org.latentzoo.bijector.Bijector;
import org.latentzoo.bijector.Chain;
import org.latentzoo.bijector.Dequantization;
import org.latentzoo.bijector.Elementwise;
import org.latentzoo.bijector.InvertibleLinear;
import org.latentzoo.bijector.Logit;
import org.latentzoo.bijector.Spline;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.distribution.Support;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Noise;
import org.latentzoo.loss.NegativeLogLikelihood;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;
import org.latentzoo.model.Phase;
import org.latentzoo.model.Watch;
import org.latentzoo.network.Activation;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Normalising flows (equations 26 and 27): NICE, RealNVP, dense or of several scales of
 * convolutions, neural spline flows and masked autoregressive flows, given labels y where there are
 * classes.
 *
 * <pre>
 *   z        = f(x, y), f = f_n ... f_1                     [B, D]
 *   log p(x) = log N(z; 0, I) + log |det dz/dx|             [B]
 *   loss     = mean[-log p(x)]
 * </pre>
 *
 * <p>Whole numbers 0, ..., L - 1, the grey levels of pixels, are made real numbers first: v = x + u
 * with u ~ U(0, 1), then a logit. log p(v) at one u is then a bound of log P(x), the ELBO, and more
 * draws of u tighten it as importance samples do.
 */
@AutoService(ModelType.class)
@SuppressWarnings("rawtypes")
public final class Flow implements ModelType<Flow.Config> {
  private static final String SCOPE = "flow";

  /** What a column's function depends on. */
  public enum Structure {
    /** One half of the columns, in turns: as fast one way as the other. */
    COUPLING,
    /** All columns before it: stronger, and D times slower from z to x. */
    AUTOREGRESSIVE
  }

  /** What follows each layer. */
  public enum Mixing {
    /** Nothing. */
    NONE,
    /** A scale and a shift of each column. */
    SCALE,
    /** The same, and a linear mixing of all columns. */
    LINEAR;

    /** What it is of {@code features} columns. */
    List<Bijector> create(Graph graph, int features) {
      var parts = new ArrayList<Bijector>();
      if (this != NONE) {
        parts.add(graph.in("scale", () -> ActNorm.create(graph, features)));
      }
      if (this == LINEAR) {
        parts.add(graph.in("linear", () -> InvertibleLinear.create(graph, features)));
      }
      return parts;
    }
  }

  /**
   * The increasing function of a column.
   *
   * @param law its kind
   * @param bound AFFINE: c, log-scales are within -c and c
   * @param bins SPLINE: K
   * @param interval SPLINE: a, the function is the identity beyond -a and a
   */
  public record Transform(Law law, double bound, int bins, double interval) {
    /** The kind of function. */
    public enum Law {
      /** x exp(s) + t. */
      AFFINE,
      /** x + t. */
      ADDITIVE,
      /** Piecewise rational-quadratic. */
      SPLINE
    }

    public Transform {
      requirePositive("model.transform.bound", bound);
      require(bins >= 2 && bins <= 500, "model.transform.bins", "from 2 to 500", bins);
      requirePositive("model.transform.interval", interval);
    }

    Elementwise of(int columns) {
      return switch (law) {
        case AFFINE -> new Affine(bound);
        case ADDITIVE -> new Additive();
        case SPLINE -> new Spline(bins, interval, columns);
      };
    }
  }

  /**
   * How whole numbers become real ones.
   *
   * @param levels L: x is one of 0, ..., L - 1; 0 if x is real already
   * @param lambda what the logit keeps away from 0 and 1
   */
  public record Pixels(int levels, double lambda) {
    public Pixels {
      require(levels == 0 || levels >= 2, "model.pixels.levels", "0 or at least 2", levels);
      require(
          lambda > 0 && lambda < 0.5,
          "model.pixels.lambda",
          "a number above 0 and below 0.5",
          lambda);
    }
  }

  /**
   * The choices of a flow.
   *
   * @param structure what a column's function depends on
   * @param layers n; with convolutions n couplings of colours and n of channels at each scale
   * @param transform the function of a column
   * @param mixing what follows each layer; with convolutions it is of channels, for every pixel the
   *     same
   * @param channels maps of the convolutional networks at each scale, of square grey images whose
   *     side each scale halves; none for dense networks
   * @param blocks residual blocks of each convolutional network
   * @param hidden sizes of the hidden layers of each dense network
   * @param activation of the hidden layers
   * @param classes C of the labels that every layer is given; 0 for none
   * @param pixels how whole numbers become real ones
   */
  public record Config(
      Structure structure,
      int layers,
      Transform transform,
      Mixing mixing,
      List<Integer> channels,
      int blocks,
      List<Integer> hidden,
      Activation activation,
      int classes,
      Pixels pixels) {
    public Config {
      require(layers >= 1, "model.layers", "at least 1", layers);
      channels = sizes("model.channels", channels);
      require(
          channels.isEmpty() || structure == Structure.COUPLING,
          "model.channels",
          "empty for model.structure=autoregressive",
          channels);
      require(blocks >= 0, "model.blocks", "at least 0", blocks);
      hidden = sizes("model.hidden", hidden);
      require(classes >= 0, "model.classes", "0 (no labels) or their number", classes);
    }
  }

  @Override
  public String name() {
    return "flow";
  }

  @Override
  public String summary() {
    return "normalising flow: RealNVP, NICE, neural splines, MAF (Dinh et al. 2017)";
  }

  @Override
  public Config defaults() {
    return new Config(
        Structure.COUPLING,
        8,
        new Transform(Transform.Law.AFFINE, 2, 8, 5),
        Mixing.NONE,
        List.of(),
        1,
        List.of(64, 64),
        Activation.RELU,
        0,
        new Pixels(0, 1e-6));
  }

  @Override
  public Support support(Config config) {
    int levels = config.pixels().levels();
    return levels == 0 ? Support.REAL : new Support(0, levels - 1, true);
  }

  @Override
  public Model build(Config config, Graph graph, int features) {
    boolean discrete = config.pixels().levels() > 0;
    var x = graph.input(Model.DATA, features);
    var y = config.classes() > 0 ? graph.input(Model.LABELS, config.classes()) : null;
    var noise = discrete ? graph.noise("u", Noise.UNIFORM, features) : null;
    var parts = new ArrayList<Bijector>();
    if (discrete) {
      parts.add(new Logit(config.pixels().levels(), config.pixels().lambda()));
    }
    var layers = new FlowLayers(config, graph, features, config.classes());
    parts.addAll(graph.in(SCOPE, layers::create));
    var base = new DiagonalNormal(graph.constant(0), graph.constant(0));
    var flow = new Chain(parts);

    var v = noise == null ? x : new Dequantization(noise).forward(x, null).value();
    var image = flow.forward(v, y);
    var z = image.value();
    var logBase = base.logProb(z);
    var logLikelihood = logBase.add(image.logDet());
    var centre = discrete ? flow.forward(x.add(0.5), y).value() : z;
    var decoded = flow.inverse(graph.input(Model.CODES, features), y).value();
    var rows = discrete ? whole(decoded, config.pixels().levels()) : decoded;

    var heads = new EnumMap<Head, SDVariable>(Head.class);
    heads.put(discrete ? Head.ELBO : Head.LOG_LIKELIHOOD, logLikelihood);
    heads.put(Head.LOG_BASE, logBase);
    heads.put(Head.LOG_DETERMINANT, image.logDet());
    if (discrete) {
      heads.put(Head.LOG_WEIGHT, logLikelihood);
    }
    heads.putAll(
        Map.of(
            Head.POSTERIOR_SAMPLE, z,
            Head.POSTERIOR_MEAN, centre,
            Head.PRIOR_SAMPLE, graph.noise("prior", StandardNormal.noise(), features),
            Head.DECODED_MEAN, rows,
            Head.DECODED_SAMPLE, rows));
    var phase =
        Phase.of("loss", new NegativeLogLikelihood(logLikelihood).loss(), SCOPE)
            .watching(
                Watch.term(Head.LOG_BASE.key(), Maths.batchMean(logBase)),
                Watch.term(Head.LOG_DETERMINANT.key(), Maths.batchMean(image.logDet())));
    return new Model(graph, List.of(phase), heads);
  }

  /** The whole number that v is above, among 0, ..., L - 1. */
  private static SDVariable whole(SDVariable v, int levels) {
    var math = v.getSameDiff().math();
    return math.clipByValue(math.floor(v), 0, levels - 1);
  }
}
