package org.latentzoo.sweep;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key that is swept over.
 *
 * @param range its values
 * @param when if given, the key is set only where this holds, and otherwise left as it is
 */
public record Parameter(Range range, Optional<Condition> when) {
  /**
   * Holds where the parameter called {@code key} is set and has one of {@code values}.
   *
   * @param values as a preset writes them
   */
  public record Condition(String key, List<String> values) {
    public Condition {
      values = List.copyOf(values);
    }

    private boolean holds(Map<String, String> settings) {
      return settings.containsKey(key) && values.contains(settings.get(key));
    }
  }

  /** Numbers from {@code low} to {@code high}, uniformly. */
  public static Parameter continuous(String key, double low, double high) {
    return of(new Range.Continuous(key, low, high, false));
  }

  /** Numbers from {@code low} to {@code high}, both above 0, uniformly in their logarithm. */
  public static Parameter log(String key, double low, double high) {
    return of(new Range.Continuous(key, low, high, true));
  }

  /** Whole numbers from {@code low} to {@code high}, both included. */
  public static Parameter integers(String key, int low, int high) {
    return of(new Range.Integers(key, low, high));
  }

  /** One of some values, as a preset writes them. */
  public static Parameter choice(String key, String... values) {
    return of(new Range.Choice(key, List.of(values)));
  }

  private static Parameter of(Range range) {
    return new Parameter(range, Optional.empty());
  }

  /** The same, only where {@code key} has one of {@code values}. */
  public Parameter when(String key, String... values) {
    return new Parameter(range, Optional.of(new Condition(key, List.of(values))));
  }

  /** The dotted key. */
  public String key() {
    return range.key();
  }

  /** Whether it is conditional on {@code key}. */
  boolean isBelow(String key) {
    return when.isPresent() && when.get().key().equals(key);
  }

  /** Whether it is set beside the {@code settings} of the parameters before it. */
  boolean isActive(Map<String, String> settings) {
    return when.isEmpty() || when.get().holds(settings);
  }
}
