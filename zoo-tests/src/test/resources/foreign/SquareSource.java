package com.example;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.Writable;
import org.latentzoo.data.DataParts;
import org.latentzoo.data.DataSource;

/** Data of someone else's: "squares:N" has N rows of four numbers. */
public final class SquareSource implements DataSource {
  @Override
  public String name() {
    return "squares";
  }

  @Override
  public DataParts open(String argument, long seed) {
    int rows = Integer.parseInt(argument);
    return new DataParts(
        () -> {
          var random = new Random(seed);
          return new CollectionRecordReader(
              IntStream.range(0, rows).mapToObj(i -> row(random)).toList());
        },
        Optional.empty(),
        OptionalInt.empty(),
        1);
  }

  private static List<Writable> row(Random random) {
    double z = random.nextGaussian();
    return Stream.of(z, -z, 2 * z, 1.0).<Writable>map(DoubleWritable::new).toList();
  }
}
