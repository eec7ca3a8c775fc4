package org.latentzoo.data;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;
import org.latentzoo.check.UserException;
import org.latentzoo.random.NoiseSource;

/**
 * x = (cos t + c - 1/2, sin t + c/2 - 1/4) + N(0, 0.1^2), t ~ U(0, 2 pi), c = [t &gt; pi].
 *
 * <p>Two interleaved half circles in the plane; "two-moons:N" has N rows, "two-moons" 10,000. The
 * rows are drawn from the run's seed, and c is the label.
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
    int rows = argument.isEmpty() ? 10_000 : rows(argument);
    Supplier<RecordReader> reader =
        () -> {
          var random = new NoiseSource(seed).generator("two-moons");
          return new CollectionRecordReader(
              Stream.generate(() -> moon(random)).limit(rows).toList());
        };
    return new DataParts(reader, Optional.empty(), OptionalInt.of(2), 1, List.of("x", "y", "moon"));
  }

  private static int rows(String argument) {
    var rows = DataConfig.number(argument);
    if (rows >= 1 && rows == Math.rint(rows) && rows <= Integer.MAX_VALUE) {
      return (int) rows;
    }
    throw new UserException(
        "Data source two-moons: expected a count of rows, got '%s'. Write two-moons:10000."
            .formatted(argument));
  }

  private static List<Writable> moon(RandomGenerator random) {
    double t = random.nextDouble(2 * Math.PI);
    int c = t > Math.PI ? 1 : 0;
    double x = Math.cos(t) + c - 0.5 + NOISE * random.nextGaussian();
    double y = Math.sin(t) + c / 2.0 - 0.25 + NOISE * random.nextGaussian();
    return List.of(new DoubleWritable(x), new DoubleWritable(y), new IntWritable(c));
  }
}
