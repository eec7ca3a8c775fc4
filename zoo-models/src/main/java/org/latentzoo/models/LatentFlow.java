package org.latentzoo.models;

import java.util.List;
import org.latentzoo.check.UserException;

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
    require(layers >= 0, "layers", "at least 0", layers);
    require(hidden.stream().allMatch(n -> n >= 1), "hidden", "sizes of at least 1", hidden);
    hidden = List.copyOf(hidden);
  }

  private static void require(boolean holds, String key, String rule, Object value) {
    if (!holds) {
      throw new UserException(
          "The %s of a flow over codes must be %s, got %s.".formatted(key, rule, value));
    }
  }
}
