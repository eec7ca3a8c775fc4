package org.latentzoo.models;

import org.jspecify.annotations.Nullable;
import org.latentzoo.distribution.Distribution;
import org.latentzoo.graph.Graph;
import org.latentzoo.network.Conditional;
import org.latentzoo.network.Likelihood;
import org.latentzoo.network.Mlp;
import org.nd4j.autodiff.samediff.SDVariable;

/** The encoder g and the decoder f of a VAE, with their parameters. */
record VaeNetworks(Mlp encoder, Mlp decoder, Likelihood likelihood, Conditional<Distribution> law) {
  static VaeNetworks create(Vae.Config config, Graph graph, int features) {
    int classes = config.classes();
    int numbers = config.posterior().numbers(config.latent());
    var likelihood = config.likelihood();
    var encoder =
        graph.in(
            "encoder",
            () ->
                Mlp.create(
                    graph, features + classes, config.encoder(), config.activation(), numbers));
    return graph.in(
        "decoder",
        () -> {
          var decoder =
              Mlp.create(
                  graph,
                  config.latent() + classes,
                  config.decoder(),
                  config.activation(),
                  features * likelihood.outputs());
          return new VaeNetworks(encoder, decoder, likelihood, likelihood.of(graph, features));
        });
  }

  /** The numbers of q(z | x, y). */
  SDVariable encode(SDVariable x, @Nullable SDVariable y) {
    return encoder.apply(with(likelihood.input(x), y));
  }

  /** p(x | z, y). */
  Distribution decode(SDVariable z, @Nullable SDVariable y) {
    return law.given(decoder.apply(with(z, y)));
  }

  private static SDVariable with(SDVariable x, @Nullable SDVariable y) {
    return y == null ? x : x.getSameDiff().concat(1, x, y);
  }
}
