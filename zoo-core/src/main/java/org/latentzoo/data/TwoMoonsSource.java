package org.latentzoo.data;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
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
  private static final int POINTS = 1000;

  @Override
  public String name() {
    return "two-moons";
  }

  @Override
  public Optional<String> licence() {
    return Optional.of(GeneratedRows.LICENCE);
  }

  @Override
  public DataParts open(String argument, long seed) {
    return new GeneratedRows(name(), "moon", TwoMoonsSource::row).open(argument, seed);
  }

  /** The mean over t by the midpoint rule; neighbours are a sixteenth of the noise apart. */
  @Override
  public Optional<PlaneDensity> density() {
    return Optional.of(
        NormalCloud.mixture(
            IntStream.range(0, POINTS)
                .mapToObj(i -> centre(2 * Math.PI * (i + 0.5) / POINTS))
                .toList()));
  }

  private static List<Writable> row(RandomGenerator random) {
    double t = random.nextDouble(2 * Math.PI);
    return centre(t).row(random, moon(t));
  }

  private static int moon(double t) {
    return t > Math.PI ? 1 : 0;
  }

  private static NormalCloud centre(double t) {
    int c = moon(t);
    return new NormalCloud(Math.cos(t) + c - 0.5, Math.sin(t) + c / 2.0 - 0.25, NOISE);
  }
}
