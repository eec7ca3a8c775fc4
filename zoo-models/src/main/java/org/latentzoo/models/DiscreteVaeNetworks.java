package org.latentzoo.models;

import java.util.List;
import org.latentzoo.distribution.Distribution;
import org.latentzoo.gradient.Codes;
import org.latentzoo.gradient.DisArm;
import org.latentzoo.gradient.Enumeration;
import org.latentzoo.gradient.GradientEstimator;
import org.latentzoo.gradient.IndependentPrior;
import org.latentzoo.gradient.InputDependent;
import org.latentzoo.gradient.LayeredPrior;
import org.latentzoo.gradient.LeaveOneOut;
import org.latentzoo.gradient.MovingAverage;
import org.latentzoo.gradient.Prior;
import org.latentzoo.gradient.Problem.Reward;
import org.latentzoo.gradient.Reinforce;
import org.latentzoo.gradient.StraightThrough;
import org.latentzoo.gradient.Uniforms;
import org.latentzoo.gradient.Vimco;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.graph.Ops;
import org.latentzoo.network.Conditional;
import org.latentzoo.network.Likelihood;
import org.latentzoo.network.Mlp;
import org.latentzoo.network.Network;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The encoder g, the decoder f and the prior of a discrete VAE, with their parameters.
 *
 * @param prior p(z)
 */
record DiscreteVaeNetworks(
    Network encoder,
    Network decoder,
    Likelihood likelihood,
    Conditional<Distribution> law,
    Prior prior) {
  static DiscreteVaeNetworks create(
      DiscreteVae.Config config, Codes codes, Graph graph, int features) {
    int width = codes.width();
    var likelihood = config.likelihood();
    var activation = config.activation();
    var encoder =
        graph.in("encoder", () -> Mlp.create(graph, features, config.encoder(), activation, width));
    var decoder =
        graph.in(
            "decoder",
            () -> {
              int outputs = features * likelihood.outputs();
              return Mlp.create(graph, width, config.decoder(), activation, outputs);
            });
    var law = graph.in("decoder", () -> likelihood.of(graph, features));
    var prior = prior(config, codes, graph);
    return new DiscreteVaeNetworks(encoder, decoder, likelihood, law, prior);
  }

  /** From the topmost layer down. */
  private static Prior prior(DiscreteVae.Config config, Codes codes, Graph graph) {
    int width = codes.width();
    var logits = graph.in("prior", () -> logits(config, graph, width));
    Prior prior = new IndependentPrior(codes, graph, logits);
    for (int layer = config.layers(); layer > 1; layer--) {
      var above = prior;
      var name = "layer" + layer;
      var up = graph.in("encoder." + name, () -> linear(config, graph, width));
      var down = graph.in("prior." + name, () -> linear(config, graph, width));
      prior = new LayeredPrior(codes, above, up, down, new Uniforms(graph, name, width));
    }
    return prior;
  }

  private static Network linear(DiscreteVae.Config config, Graph graph, int width) {
    return Mlp.create(graph, width, List.of(), config.activation(), width);
  }

  private static SDVariable logits(DiscreteVae.Config config, Graph graph, int width) {
    return switch (config.unit().prior()) {
      case UNIFORM -> graph.constant("logits", Nd4j.zeros(1, width));
      case LEARNT -> graph.parameter("logits", Initializer.constant(0), 1, width);
    };
  }

  /** The logits of q(z | x). */
  SDVariable encode(SDVariable x) {
    return encoder.apply(likelihood.input(x));
  }

  /** p(x | z). */
  Distribution decode(SDVariable z) {
    return law.given(decoder.apply(z));
  }

  /** log p(x | z) of S codes a row. */
  Reward reward(SDVariable x) {
    long features = x.placeholderShape()[1];
    return (z, samples) -> {
      var rows = samples == 1 ? x : Ops.repeatRows(x, samples, features);
      return decode(z).logProb(rows).reshape(-1, samples);
    };
  }

  /** The estimator that the config names, with the baseline that it learns, if any. */
  GradientEstimator estimator(DiscreteVae.Config config, Graph graph, SDVariable x) {
    int samples = config.estimator().samples();
    return switch (config.estimator().kind()) {
      case REINFORCE -> new Reinforce(samples);
      case MOVING_AVERAGE -> new MovingAverage(graph, samples);
      case INPUT_DEPENDENT -> new InputDependent(graph, samples, baseline(config, graph, x));
      case LEAVE_ONE_OUT -> new LeaveOneOut(samples);
      case VIMCO -> new Vimco(samples);
      case DISARM -> new DisArm(samples);
      case STRAIGHT_THROUGH -> new StraightThrough(samples, config.estimator().temperature());
      case ENUMERATION -> new Enumeration();
    };
  }

  private SDVariable baseline(DiscreteVae.Config config, Graph graph, SDVariable x) {
    int features = (int) x.placeholderShape()[1];
    var network =
        graph.in(
            "baseline",
            () -> Mlp.create(graph, features, config.encoder(), config.activation(), 1));
    return network.apply(likelihood.input(x));
  }
}
