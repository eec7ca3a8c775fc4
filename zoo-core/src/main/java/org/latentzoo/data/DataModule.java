package org.latentzoo.data;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.Writable;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Split.Part;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A data set opened for a run: split, preprocessed, in memory or streamed. */
public final class DataModule {
  private final Table table;
  private final Split split;
  private final Survey survey;
  private final Preprocessing preprocessing;
  private final RowsFactory factory;

  /** Makes the rows that a predicate keeps; there are {@code count} of them. */
  @FunctionalInterface
  private interface RowsFactory {
    Rows rows(Supplier<Predicate<Row>> members, long count);
  }

  private DataModule(
      DataConfig config, DataParts parts, DataType type, long seed, @Nullable Preprocessing given) {
    var scale = given == null ? scale(config, parts) : given.scale();
    var binarize = given == null ? config.binarize() : given.binarize();
    boolean standardized = given == null ? config.standardize() : given.standardizes();
    table = Table.of(config, parts, scale, type, standardized);
    if (given != null) {
      requireMatch(given, table, config.label());
    }
    var memory = new ArrayList<Row>();
    boolean streamed = config.window() > 0;
    survey = Survey.of(table, binarize, streamed ? row -> {} : memory::add);
    split = Split.of(config, survey);
    Supplier<Stream<Row>> rows = streamed ? table::rows : memory::stream;
    preprocessing = given == null ? preprocessing(config, scale, table.width(), rows) : given;

    var transform = new RowTransform(preprocessing);
    var format =
        new RowFormat(
            table.width(), type, survey.gaps().count() == 0, binarize, new NoiseSource(seed));
    memory.forEach(transform);
    factory =
        streamed
            ? (members, count) ->
                new StreamRows(
                    () -> counted(table.rows().filter(members.get()).peek(transform)),
                    count,
                    config.window(),
                    format)
            : (members, count) ->
                new MemoryRows(counted(memory.stream().filter(members.get())).toList(), format);
  }

  /** A part's rows, counted from 0. */
  private static Stream<Row> counted(Stream<Row> rows) {
    var count = new AtomicLong();
    return rows.map(row -> row.at(count.getAndIncrement()));
  }

  /**
   * Opens the data that {@code config} names.
   *
   * @param type FLOAT or DOUBLE, the type of the batches
   * @param seed keys shuffling, dynamic binarisation and generated sources, but not the split
   */
  public static DataModule open(DataConfig config, DataType type, long seed) {
    var parts = DataSources.open(config.source(), seed, config.missing());
    return new DataModule(config, parts, type, seed, null);
  }

  /**
   * Opens other data as a run's training data were treated: scale, standardisation and binarisation
   * are those of {@code preprocessing}, whatever {@code config} says.
   */
  public static DataModule open(
      DataConfig config, DataType type, long seed, Preprocessing preprocessing) {
    var parts = DataSources.open(config.source(), seed, config.missing());
    return new DataModule(config, parts, type, seed, preprocessing);
  }

  /**
   * Opens the rows of a matrix {@code [N, D]}, in the data's units, as a run's training data were
   * treated.
   *
   * @param missing what happens to NaN
   */
  public static DataModule of(
      INDArray matrix, Missing missing, DataType type, long seed, Preprocessing preprocessing) {
    var config = DataConfig.of("matrix").with(missing);
    return new DataModule(config, parts(matrix), type, seed, preprocessing);
  }

  /** The same of rows that all have one label. */
  public static DataModule labelled(
      INDArray matrix, double label, DataType type, long seed, Preprocessing preprocessing) {
    var labels = Nd4j.valueArrayOf(new long[] {matrix.rows(), 1}, label, matrix.dataType());
    var config = DataConfig.of("matrix").labelled(DataConfig.LAST);
    return new DataModule(config, parts(Nd4j.hstack(matrix, labels)), type, seed, preprocessing);
  }

  /** The rows to learn from. */
  public Rows train() {
    return part(Part.TRAIN, split.pool() - split.validation() - split.test());
  }

  /** The rows to choose by; there may be none. */
  public Rows validation() {
    return part(Part.VALIDATION, split.validation());
  }

  /** The rows to report on; there may be none. */
  public Rows test() {
    return part(Part.TEST, split.test() + survey.train() + survey.test() - split.pool());
  }

  /** The rows of all parts. */
  public Rows all() {
    return factory.rows(() -> row -> true, survey.train() + survey.test());
  }

  /** D, the features of a row. */
  public int columns() {
    return (int) preprocessing.shift().length();
  }

  /** What was done to the rows. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The names of the features, or an empty list where they have none. */
  public List<String> names() {
    return table.featureNames();
  }

  /** What people call feature {@code j}, from 0: its quoted name, or "column 3", counted from 1. */
  public String column(int j) {
    var names = names();
    return names.isEmpty()
        ? "column " + (table.columns().features()[j] + 1)
        : "'" + names.get(j) + "'";
  }

  /** The features that are missing. */
  public Gaps gaps() {
    return survey.gaps();
  }

  /** The least and the largest feature of all rows as they are in the source. */
  public Range range() {
    return survey.range();
  }

  /** SHA-256, in hex, of the features of all rows as they are in the source. */
  public String checksum() {
    return survey.checksum();
  }

  private Rows part(Part part, long count) {
    return factory.rows(() -> split.members(part), count);
  }

  private static DataParts parts(INDArray matrix) {
    if (matrix.rank() != 2) {
      throw new UserException(
          "Rows must be a matrix [N, D], got an array of shape %s. Reshape it."
              .formatted(Arrays.toString(matrix.shape())));
    }
    var values = Buffers.read(matrix.castTo(DataType.DOUBLE));
    int columns = matrix.columns();
    var records =
        new AbstractList<List<Writable>>() {
          @Override
          public List<Writable> get(int row) {
            return IntStream.range(row * columns, (row + 1) * columns)
                .<Writable>mapToObj(i -> new DoubleWritable(values[i]))
                .toList();
          }

          @Override
          public int size() {
            return matrix.rows();
          }
        };
    return new DataParts(
        () -> new CollectionRecordReader(records), Optional.empty(), OptionalInt.empty(), 1);
  }

  private static double scale(DataConfig config, DataParts parts) {
    return config.scale().equals(DataConfig.AUTO)
        ? parts.scale()
        : DataConfig.number(config.scale());
  }

  private Preprocessing preprocessing(
      DataConfig config, double scale, int columns, Supplier<Stream<Row>> source) {
    if (!config.standardize()) {
      return Preprocessing.of(scale, columns, config.binarize());
    }
    var moments = new Moments(columns);
    try (var rows = source.get()) {
      rows.filter(split.members(Part.TRAIN)).forEachOrdered(moments::add);
    }
    return moments.preprocessing(scale);
  }

  private static void requireMatch(Preprocessing given, Table table, String label) {
    if (given.shift().length() != table.width()) {
      throw new UserException(
          ("Data source '%s': expected %d features as in training, got %d (data.label is %s)."
                  + " Give it the columns of the training data, with the label if that had one.")
              .formatted(table.source(), given.shift().length(), table.width(), label));
    }
  }
}
