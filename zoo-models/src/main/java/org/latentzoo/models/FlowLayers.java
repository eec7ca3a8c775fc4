package org.latentzoo.models;

import java.util.ArrayList;
import java.util.List;
import org.latentzoo.bijector.Autoregressive;
import org.latentzoo.bijector.Bijector;
import org.latentzoo.bijector.Coupling;
import org.latentzoo.bijector.Coupling.Half;
import org.latentzoo.bijector.Permutation;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Graph;
import org.latentzoo.network.MaskedMlp;
import org.latentzoo.network.Mlp;

/**
 * The layers of a flow; their parameters are {@code 0.coupling.0.W}, ... in the scope they are made
 * in.
 *
 * @param features D
 * @param context C of the context that every layer is given, may be 0
 */
record FlowLayers(Flow.Config config, Graph graph, int features, int context) {
  /**
   * f_1, f_2, ...
   *
   * @throws UserException if one column is to be coupled with none, or convolutions find no image
   */
  List<Bijector> create() {
    if (!config.channels().isEmpty()) {
      return new FlowScales(config, graph, context).create(features);
    }
    boolean couples = config.structure() == Flow.Structure.COUPLING;
    if (couples && features < 2) {
      throw new UserException(
          "A flow of couplings needs at least 2 columns, got %d. Set model.structure=autoregressive, or leave the flow out."
              .formatted(features));
    }
    var parts = new ArrayList<Bijector>();
    if (couples && features > 2) {
      parts.add(Permutation.alternating(graph, features));
    }
    for (int i = 0; i < config.layers(); i++) {
      int layer = i;
      graph.in(String.valueOf(i), () -> parts.addAll(layer(layer)));
    }
    return parts;
  }

  private List<Bijector> layer(int i) {
    var parts = new ArrayList<Bijector>();
    if (config.structure() == Flow.Structure.COUPLING) {
      var changed = i % 2 == 0 ? Half.SECOND : Half.FIRST;
      parts.add(graph.in("coupling", () -> coupling(changed)));
    } else {
      if (i > 0) {
        parts.add(Permutation.reversed(graph, features));
      }
      parts.add(graph.in("autoregressive", this::autoregressive));
    }
    parts.addAll(config.mixing().create(graph, features));
    return parts;
  }

  private Bijector coupling(Half changed) {
    int columns = changed.size(features);
    var law = config.transform().of(columns);
    int in = features - columns + context;
    var network =
        Mlp.conditioner(graph, in, config.hidden(), config.activation(), law.numbers() * columns);
    return new Coupling(changed, features, law, network);
  }

  private Bijector autoregressive() {
    var law = config.transform().of(features);
    var network =
        MaskedMlp.create(
            graph, features, context, config.hidden(), config.activation(), law.numbers());
    return new Autoregressive(features, law, network);
  }
}
