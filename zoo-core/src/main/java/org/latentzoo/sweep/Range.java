package org.latentzoo.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.distribution.LogUniformDistribution;
import org.deeplearning4j.arbiter.optimize.parameter.FixedValue;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.latentzoo.check.Rules;

/** What values a key may have. */
public sealed interface Range {
  /** Digits of a number between its bounds: enough for any setting, and short enough to retype. */
  MathContext DIGITS = new MathContext(6);

  /** The key in question, for errors. */
  String key();

  /**
   * Arbiter's space of these values. One that has a single value is a {@link FixedValue}, since
   * grid search fails on others.
   */
  ParameterSpace<?> space();

  /** How a preset writes a value of {@link #space}. */
  default String text(Object value) {
    return value.toString();
  }

  /** Values that a preset has to take: the bounds, or all. */
  List<String> extremes();

  /** How many values a grid visits, {@code points} of a range of numbers. */
  int values(int points);

  /**
   * Numbers from {@code low} to {@code high}, both finite, uniform as they are or, if {@code log},
   * in their logarithm.
   */
  record Continuous(String key, double low, double high, boolean log) implements Range {
    public Continuous {
      boolean finite = Double.isFinite(low) && Double.isFinite(high);
      Rules.require(finite && low < high, name(key), "from a lower number to a higher one", got());
      Rules.require(!log || low > 0, name(key), "above 0 where it is logarithmic", got());
    }

    private List<Double> got() {
      return List.of(low, high);
    }

    @Override
    public ParameterSpace<?> space() {
      return log
          ? new ContinuousParameterSpace(new LogUniformDistribution(low, high))
          : new ContinuousParameterSpace(low, high);
    }

    /** Arbiter's logarithmic distribution ends a rounding error beyond its bounds. */
    @Override
    public String text(Object value) {
      double rounded = new BigDecimal((Double) value).round(DIGITS).doubleValue();
      return String.valueOf(Math.max(low, Math.min(high, rounded)));
    }

    @Override
    public List<String> extremes() {
      return List.of(String.valueOf(low), String.valueOf(high));
    }

    @Override
    public int values(int points) {
      return points;
    }
  }

  /** Whole numbers from {@code low} to {@code high}, both included. */
  record Integers(String key, int low, int high) implements Range {
    public Integers {
      var got = List.of(low, high);
      Rules.require(low <= high, name(key), "from a lower number to a higher one", got);
      Rules.require(
          (long) high - low < Integer.MAX_VALUE, name(key), "at most 2^31 - 1 numbers", got);
    }

    @Override
    public ParameterSpace<?> space() {
      return low == high ? new FixedValue<>(low) : new IntegerParameterSpace(low, high);
    }

    @Override
    public List<String> extremes() {
      return Stream.of(low, high).distinct().map(String::valueOf).toList();
    }

    @Override
    public int values(int points) {
      return Math.min(high - low + 1, points);
    }
  }

  /** One of some values, each once, as a preset writes them. */
  record Choice(String key, List<String> values) implements Range {
    /** False or true. Arbiter's own BooleanSpace is visited more than twice by its grid. */
    public static final List<String> BOOLEAN = List.of("false", "true");

    public Choice {
      values = List.copyOf(values);
      boolean distinct = new HashSet<>(values).size() == values.size();
      Rules.require(
          !values.isEmpty() && distinct, name(key), "a choice of one or more values", values);
    }

    @Override
    public ParameterSpace<?> space() {
      return values.size() == 1
          ? new FixedValue<>(values.get(0))
          : new DiscreteParameterSpace<>(values);
    }

    @Override
    public List<String> extremes() {
      return values;
    }

    @Override
    public int values(int points) {
      return values.size();
    }
  }

  private static String name(String key) {
    return "Range '" + Objects.requireNonNull(key) + "'";
  }
}
