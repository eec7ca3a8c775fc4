package org.latentzoo.data;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.datavec.api.writable.Writable;

/**
 * x = r (cos pi c / 4, sin pi c / 4) + N(0, s^2 I), c ~ U{0, ..., 7}, r = 4 / sqrt 2, s = 1/2 /
 * sqrt 2: the mixture of Grathwohl et al. 2019.
 *
 * <p>Eight modes on a circle, neighbours 6.1 s apart, of entropy 2.83158 nats (log 8 + 1 + log 2 pi
 * s^2 = 2.83788, less what the modes overlap). "eight-gaussians:N" has N rows, "eight-gaussians"
 * 10,000. The rows are drawn from the run's seed, and c is the label.
 */
@AutoService(DataSource.class)
public final class EightGaussiansSource implements DataSource {
  private static final int MODES = 8;
  private static final double RADIUS = 4 / Math.sqrt(2);
  private static final double DEVIATION = 0.5 / Math.sqrt(2);

  @Override
  public String name() {
    return "eight-gaussians";
  }

  @Override
  public Optional<String> licence() {
    return Optional.of(GeneratedRows.LICENCE);
  }

  @Override
  public DataParts open(String argument, long seed) {
    return new GeneratedRows(name(), "mode", EightGaussiansSource::row).open(argument, seed);
  }

  @Override
  public Optional<PlaneDensity> density() {
    var modes = IntStream.range(0, MODES).mapToObj(EightGaussiansSource::mode).toList();
    return Optional.of(NormalCloud.mixture(modes));
  }

  private static List<Writable> row(RandomGenerator random) {
    int c = random.nextInt(MODES);
    return mode(c).row(random, c);
  }

  private static NormalCloud mode(int c) {
    double angle = 2 * Math.PI * c / MODES;
    return new NormalCloud(RADIUS * Math.cos(angle), RADIUS * Math.sin(angle), DEVIATION);
  }
}
