package org.latentzoo.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A user's own source: "counting:N" or "counting:N,T" has N rows and T official test rows; row i is
 * (i, [-i, i/8 + 1/4], label i % 3), its middle two features being one array.
 */
public final class CountingSource implements DataSource {
  @Override
  public String name() {
    return "counting";
  }

  @Override
  public DataParts open(String argument, long seed) {
    var counts = argument.split(",");
    int train = Integer.parseInt(counts[0]);
    int test = counts.length > 1 ? Integer.parseInt(counts[1]) : 0;
    return new DataParts(
        reader(0, train),
        test > 0 ? Optional.of(reader(train, train + test)) : Optional.empty(),
        OptionalInt.of(3),
        1);
  }

  private static Supplier<RecordReader> reader(int from, int to) {
    return () ->
        new CollectionRecordReader(
            IntStream.range(from, to).mapToObj(CountingSource::record).toList());
  }

  private static List<Writable> record(int i) {
    var column = Nd4j.createFromArray(new double[][] {{-i, 7}, {i / 8.0 + 0.25, 7}}).getColumn(0);
    return List.of(new DoubleWritable(i), new NDArrayWritable(column), new IntWritable(i % 3));
  }
}
