package org.latentzoo.data;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.random.RandomGenerator;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/**
 * x = (cos t + c - 1/2, sin t + c/2 - 1/4) + N(0, 0.1^2), t ~ U(0, 2 pi), c = [t &gt; pi].
 *
 * <p>Two interleaved half circles in the plane, of entropy 1.00758 nats, given c 0.31628.
 * "two-moons:N" has N rows, "two-moons" 10,000. The rows are drawn from the run's seed, and c is
 * the label.
 */
@AutoService(DataSource.class)
public final class TwoMoonsSource implements DataSource {
  private static final double NOISE = 0.1;

  @Override
  public String name() {
    return "two-moons";
  }

  @Override
  public DataParts open(String argument, long seed) {
    return new GeneratedRows(name(), "moon", TwoMoonsSource::moon).open(argument, seed);
  }

  private static List<Writable> moon(RandomGenerator random) {
    double t = random.nextDouble(2 * Math.PI);
    int c = t > Math.PI ? 1 : 0;
    double x = Math.cos(t) + c - 0.5 + NOISE * random.nextGaussian();
    double y = Math.sin(t) + c / 2.0 - 0.25 + NOISE * random.nextGaussian();
    return List.of(new DoubleWritable(x), new DoubleWritable(y), new IntWritable(c));
  }
}
