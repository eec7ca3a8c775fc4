package org.latentzoo.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.datavec.api.writable.batch.NDArrayRecordBatch;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;

/**
 * Reads IDX files, the format of MNIST, gzipped or not. The split's first location holds the
 * examples {@code [N, ...]}, the second, if there is one, their labels {@code [N]}. A record is an
 * array {@code [1, D]}, and the label as an int; {@link #next(int)} gives whole arrays {@code [B,
 * D]} and {@code [B, 1]}, which is far faster.
 */
public final class IdxRecordReader extends BaseRecordReader implements NumbersReader {
  private transient @Nullable IdxFile examples;
  private transient @Nullable IdxFile labels;
  private transient @Nullable Configuration conf;
  private long read;

  /** An initialised reader of {@code files}: the examples and, optionally, their labels. */
  static IdxRecordReader of(List<Path> files) {
    var reader = new IdxRecordReader();
    reader.open(new CollectionInputSplit(files.stream().map(Path::toUri).toList()));
    return reader;
  }

  @Override
  public void initialize(InputSplit split) throws IOException, InterruptedException {
    super.initialize(split);
    open(split);
  }

  @Override
  public void initialize(Configuration conf, InputSplit split)
      throws IOException, InterruptedException {
    this.conf = conf;
    initialize(split);
  }

  private void open(InputSplit split) {
    close();
    inputSplit = split;
    read = 0;
    var locations = split.locations();
    var opened = IdxFile.open(Path.of(locations[0]));
    examples = opened;
    if (locations.length > 1) {
      labels = IdxFile.open(Path.of(locations[1]));
      checkLabels(opened, labels);
    }
  }

  private static void checkLabels(IdxFile examples, IdxFile labels) {
    if (labels.rowLength() != 1 || !labels.type().integral()) {
      throw new UserException(
          "IDX file %s: expected one integer a label, got %s of %s. Replace the file."
              .formatted(labels.path(), labels.dimensions(), labels.type()));
    }
    if (labels.count() != examples.count()) {
      throw new UserException(
          ("IDX file %s: expected a label for each of the %d rows of %s, got %d. Replace "
                  + "one of them.")
              .formatted(
                  labels.path(), examples.count(), examples.path().getFileName(), labels.count()));
    }
  }

  private IdxFile examples() {
    if (examples == null) {
      throw new IllegalStateException("The reader is not initialised, or closed.");
    }
    return examples;
  }

  @Override
  public boolean hasNext() {
    return examples().remaining() > 0;
  }

  @Override
  public boolean batchesSupported() {
    return true;
  }

  @Override
  public List<List<Writable>> next(int num) {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int rows = examples().rows(num);
    read += rows;
    var features = examples().read(rows);
    return labels == null
        ? new NDArrayRecordBatch(features)
        : new NDArrayRecordBatch(features, labels.read(rows));
  }

  @Override
  public Slices nextNumbers(int most) {
    int rows = examples().rows(most);
    read += rows;
    var features = examples().numbers(rows);
    return new Slices(
        rows, labels == null ? List.of(features) : List.of(features, labels.numbers(rows)));
  }

  @Override
  public List<Writable> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    read++;
    var features = new NDArrayWritable(examples().read(1));
    List<Writable> record =
        labels == null
            ? List.of(features)
            : List.of(features, new IntWritable(labels.read(1).getInt(0)));
    invokeListeners(record);
    return record;
  }

  @Override
  public Record nextRecord() {
    var uri = examples().path().toUri();
    var record = next();
    return new org.datavec.api.records.impl.Record(
        record, new RecordMetaDataIndex(read - 1, uri, IdxRecordReader.class));
  }

  /** None: the labels of IDX files are numbers. */
  @Override
  public List<String> getLabels() {
    return List.of();
  }

  @Override
  public void reset() {
    open(inputSplit);
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public List<Writable> record(URI uri, DataInputStream dataInputStream) {
    throw new UnsupportedOperationException("An IDX file is read in order.");
  }

  @Override
  public Record loadFromMetaData(RecordMetaData recordMetaData) {
    throw new UnsupportedOperationException("An IDX file is read in order.");
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> recordMetaDatas) {
    throw new UnsupportedOperationException("An IDX file is read in order.");
  }

  @Override
  public void setConf(@Nullable Configuration conf) {
    this.conf = conf;
  }

  @Override
  public @Nullable Configuration getConf() {
    return conf;
  }

  @Override
  public void close() {
    if (examples != null) {
      examples.close();
      examples = null;
    }
    if (labels != null) {
      labels.close();
      labels = null;
    }
  }
}
