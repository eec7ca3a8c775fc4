package org.latentzoo.data;

import java.util.List;
import java.util.random.RandomGenerator;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/**
 * A point of the plane with normal noise around it: N((x, y), s^2 I).
 *
 * @param x the mean of the first column
 * @param y that of the second
 * @param deviation s of both
 */
record NormalCloud(double x, double y, double deviation) {
  /** One row of it: x, y, label. */
  List<Writable> row(RandomGenerator random, int label) {
    return List.of(
        new DoubleWritable(x + deviation * random.nextGaussian()),
        new DoubleWritable(y + deviation * random.nextGaussian()),
        new IntWritable(label));
  }

  /** The density of rows that come from any of {@code clouds}, all as likely. */
  static PlaneDensity mixture(List<NormalCloud> clouds) {
    return (x, y) -> clouds.stream().mapToDouble(c -> c.at(x, y)).sum() / clouds.size();
  }

  private double at(double px, double py) {
    double dx = px - x;
    double dy = py - y;
    double variance = deviation * deviation;
    return Math.exp(-(dx * dx + dy * dy) / (2 * variance)) / (2 * Math.PI * variance);
  }
}
