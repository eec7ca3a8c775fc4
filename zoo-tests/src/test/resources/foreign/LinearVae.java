package com.example;

import java.util.List;
import java.util.Map;
import org.latentzoo.check.UserException;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.loss.Elbo;
import org.latentzoo.loss.ImportanceWeight;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;
import org.latentzoo.model.Phase;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Mlp;
import org.latentzoo.network.NormalNetwork;

/** A model type of someone else's: a VAE without hidden layers. */
public final class LinearVae implements ModelType<LinearVae.Config> {
  public record Config(int latent) {
    public Config {
      if (latent < 1) {
        throw new UserException("model.latent must be at least 1, got " + latent + ".");
      }
    }
  }

  @Override
  public String name() {
    return "linear-vae";
  }

  @Override
  public String summary() {
    return "a variational autoencoder without hidden layers";
  }

  @Override
  public Config defaults() {
    return new Config(1);
  }

  @Override
  public Model build(Config config, Graph graph, int features) {
    int k = config.latent();
    var x = graph.input(Model.DATA, features);
    var encoder =
        graph.in(
            "encoder",
            () -> NormalNetwork.create(graph, features, List.of(), Activation.TANH, k, 0));
    var decoder =
        graph.in("decoder", () -> Mlp.create(graph, k, List.of(), Activation.TANH, features));
    var q = encoder.given(x);
    var z = q.sample(graph.noise("eps", q.noise(), k));
    var variance = graph.constant(Math.log(0.1));
    var elbo =
        new Elbo(
            new DiagonalNormal(decoder.apply(z), variance).logProb(x),
            KullbackLeibler.toStandardNormal(q));
    var weight =
        new ImportanceWeight(elbo.reconstruction(), StandardNormal.logProb(z), q.logProb(z));
    var p = new DiagonalNormal(decoder.apply(graph.input(Model.CODES, k)), variance);
    return new Model(
        graph,
        List.of(Phase.of("loss", elbo.loss(), "encoder", "decoder")),
        Map.of(
            Head.ELBO, elbo.value(),
            Head.LOG_WEIGHT, weight.logarithm(),
            Head.POSTERIOR_SAMPLE, z,
            Head.POSTERIOR_MEAN, q.mean(),
            Head.POSTERIOR_VARIANCE, q.variance(),
            Head.PRIOR_SAMPLE, graph.noise("prior", StandardNormal.noise(), k),
            Head.DECODED_MEAN, p.mean(),
            Head.DECODED_SAMPLE, p.sample(graph.noise("pixels", p.noise(), features))));
  }
}
