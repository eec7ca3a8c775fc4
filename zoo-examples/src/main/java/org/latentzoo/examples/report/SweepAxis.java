package org.latentzoo.examples.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latentzoo.examples.report.Plot.Axis;
import org.latentzoo.sweep.Parameter;
import org.latentzoo.sweep.Range;
import org.latentzoo.sweep.Results;

/**
 * A setting that is swept over, as an axis.
 *
 * @param key of the setting
 */
record SweepAxis(String key, Axis axis) {
  /** A range of a single number becomes an axis around it. */
  private static final double MARGIN = 0.5;

  static SweepAxis of(Parameter parameter) {
    var key = parameter.key();
    if (parameter.range() instanceof Range.Continuous range) {
      return new SweepAxis(key, new Axis(key, range.low(), range.high(), range.log(), null));
    }
    if (parameter.range() instanceof Range.Integers range) {
      return new SweepAxis(key, Axis.of(key, range.low() - MARGIN, range.high() + MARGIN));
    }
    var names = ((Range.Choice) parameter.range()).values();
    return new SweepAxis(key, named(key, names));
  }

  private static Axis named(String key, List<String> names) {
    return new Axis(key, -MARGIN, names.size() - MARGIN, false, names);
  }

  /** Where a trial is on it; null where the setting's condition does not hold. */
  @Nullable Double value(Results.Row row) {
    var text = row.settings().get(key);
    if (text == null) {
      return null;
    }
    var names = axis.names();
    return names == null ? Double.parseDouble(text) : (double) names.indexOf(text);
  }
}
