package org.latentzoo.data;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.Writable;

/**
 * Uniform on the eight squares of side 2 in [-4, 4]^2 whose column and row, from 0, have an even
 * sum (Grathwohl et al. 2019): entropy log 32 = 3.46574 nats.
 *
 * <p>"checkerboard:N" has N rows, "checkerboard" 10,000. The rows are drawn from the run's seed and
 * have no label.
 */
@AutoService(DataSource.class)
public final class CheckerboardSource implements DataSource {
  private static final int SQUARES = 4;
  private static final double SIDE = 2;

  @Override
  public String name() {
    return "checkerboard";
  }

  @Override
  public Optional<String> licence() {
    return Optional.of(GeneratedRows.LICENCE);
  }

  @Override
  public DataParts open(String argument, long seed) {
    return new GeneratedRows(name(), "", CheckerboardSource::row).open(argument, seed);
  }

  private static List<Writable> row(RandomGenerator random) {
    int column = random.nextInt(SQUARES);
    int row = 2 * random.nextInt(SQUARES / 2) + column % 2;
    double x = SIDE * (column - SQUARES / 2.0 + random.nextDouble());
    double y = SIDE * (row - SQUARES / 2.0 + random.nextDouble());
    return List.of(new DoubleWritable(x), new DoubleWritable(y));
  }
}
