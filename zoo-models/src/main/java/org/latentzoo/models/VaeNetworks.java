package org.latentzoo.models;

import java.util.ArrayList;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.latentzoo.distribution.Distribution;
import org.latentzoo.graph.Graph;
import org.latentzoo.network.Conditional;
import org.latentzoo.network.ConvDecoder;
import org.latentzoo.network.ConvEncoder;
import org.latentzoo.network.Likelihood;
import org.latentzoo.network.Mlp;
import org.latentzoo.network.Network;
import org.nd4j.autodiff.samediff.SDVariable;

/** The encoder g and the decoder f of a VAE, with their parameters. */
record VaeNetworks(
    Network encoder, Network decoder, Likelihood likelihood, Conditional<Distribution> law) {
  static VaeNetworks create(Vae.Config config, Graph graph, int features) {
    var encoder = graph.in("encoder", () -> encoder(config, graph, features));
    return graph.in(
        "decoder",
        () -> {
          var decoder = decoder(config, graph, features);
          var likelihood = config.likelihood();
          return new VaeNetworks(encoder, decoder, likelihood, likelihood.of(graph, features));
        });
  }

  private static Network encoder(Vae.Config config, Graph graph, int features) {
    int classes = config.classes();
    int numbers = config.posterior().numbers(config.latent());
    var hidden = config.encoder();
    var activation = config.activation();
    var channels = config.channels();
    return channels.isEmpty()
        ? Mlp.create(graph, features + classes, hidden, activation, numbers)
        : ConvEncoder.create(graph, features, classes, channels, hidden, activation, numbers);
  }

  private static Network decoder(Vae.Config config, Graph graph, int features) {
    int in = config.latent() + config.classes();
    int maps = config.likelihood().outputs();
    var hidden = config.decoder();
    var activation = config.activation();
    var channels = new ArrayList<>(config.channels());
    Collections.reverse(channels);
    return channels.isEmpty()
        ? Mlp.create(graph, in, hidden, activation, features * maps)
        : ConvDecoder.create(graph, in, hidden, channels, activation, features, maps);
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
