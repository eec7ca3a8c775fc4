package org.latentzoo.models;

import static org.latentzoo.check.Rules.require;
import static org.latentzoo.check.Rules.sizes;

import java.util.List;

/**
 * A flow of affine couplings over a code.
 *
 * @param layers 0 for none
 * @param hidden sizes of the hidden layers of each layer's network
 */
public record LatentFlow(int layers, List<Integer> hidden) {
  /** No flow; the network waits for layers: one hidden layer, larger than most codes. */
  public static final LatentFlow NONE = new LatentFlow(0, List.of(64));

  public LatentFlow {
    require(layers >= 0, "The layers of a flow over codes", "at least 0", layers);
    hidden = sizes("The hidden layers of a flow over codes", hidden);
  }
}
