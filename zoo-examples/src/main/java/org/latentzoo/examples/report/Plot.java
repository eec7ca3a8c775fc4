package org.latentzoo.examples.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the page's script draws, as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Plot.Plane.class, name = "plane"),
  @JsonSubTypes.Type(value = Plot.Bars.class, name = "bars"),
  @JsonSubTypes.Type(value = Plot.Parallel.class, name = "parallel")
})
public sealed interface Plot {
  /** Significant digits of what is drawn. */
  int DIGITS = 4;

  /**
   * Points and lines over two axes.
   *
   * @param image below them, over the whole plane; a data URI
   */
  record Plane(Axis x, Axis y, boolean square, @Nullable String image, List<Series> series)
      implements Plot {}

  /**
   * A bar each.
   *
   * @param names below the bars
   */
  record Bars(String x, String y, List<String> names, List<Double> values) implements Plot {}

  /**
   * A line a row through one axis a column.
   *
   * @param rows a number for each axis, null where the row has none; the best row first
   * @param titles of the rows
   */
  record Parallel(List<Axis> axes, List<List<@Nullable Double>> rows, List<String> titles)
      implements Plot {}

  /**
   * An axis.
   *
   * @param label what it measures, with its unit
   * @param log whether it is logarithmic
   * @param names of the values 0, 1, 2 and so on, where it has no numbers
   */
  record Axis(String label, double from, double to, boolean log, @Nullable List<String> names) {
    /** Of numbers, evenly spaced. */
    static Axis of(String label, double from, double to) {
      return new Axis(label, from, to, false, null);
    }
  }

  /**
   * Points or a line.
   *
   * @param name in the legend; empty for none
   * @param style which colour and shape, counted from 0; below 0 is what to compare with, in grey
   * @param titles of the points, where they have some
   */
  record Series(
      String name,
      int style,
      boolean line,
      List<Double> x,
      List<Double> y,
      @Nullable List<String> titles) {
    static Series points(String name, int style, double[] x, double[] y) {
      return new Series(name, style, false, Numbers.rounded(x), Numbers.rounded(y), null);
    }

    static Series line(String name, int style, double[] x, double[] y) {
      return new Series(name, style, true, Numbers.rounded(x), Numbers.rounded(y), null);
    }
  }

  /** Bars numbered from 0. */
  static Bars numbered(String x, String y, double[] values) {
    var names = IntStream.range(0, values.length).mapToObj(String::valueOf);
    return new Bars(x, y, names.toList(), Numbers.rounded(values));
  }

  /** The largest size of {@code values}, at least {@code least}. */
  static double limit(double least, double[] values) {
    return Math.max(least, Arrays.stream(values).map(Math::abs).max().orElse(0));
  }
}
