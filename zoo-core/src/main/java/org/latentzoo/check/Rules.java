package org.latentzoo.check;

import java.util.List;

/** Rules that settings keep, each refused in one line. */
public final class Rules {
  private Rules() {}

  /**
   * Refuses a setting that breaks its rule: "model.latent must be at least 1, got 0."
   *
   * @param rule what it must be
   * @throws UserException unless it {@code holds}
   */
  public static void require(boolean holds, String setting, String rule, Object value) {
    if (!holds) {
      throw new UserException("%s must be %s, got %s.".formatted(setting, rule, value));
    }
  }

  /** Refuses what is not a finite number above 0. */
  public static void requirePositive(String setting, double value) {
    require(value > 0 && Double.isFinite(value), setting, "a finite number above 0", value);
  }

  /** Sizes of hidden layers, for good; there may be none. */
  public static List<Integer> sizes(String setting, List<Integer> sizes) {
    require(sizes.stream().allMatch(n -> n >= 1), setting, "layer sizes of at least 1", sizes);
    return List.copyOf(sizes);
  }
}
