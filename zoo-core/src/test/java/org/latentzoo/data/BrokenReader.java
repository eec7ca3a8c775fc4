package org.latentzoo.data;

import java.util.List;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/** Gives three records and then fails. */
final class BrokenReader extends CollectionRecordReader {
  private int given;

  BrokenReader() {
    super(List.of());
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public List<Writable> next() {
    if (given == 3) {
      throw new IllegalStateException("the disk is gone");
    }
    return List.of(new IntWritable(given++));
  }
}
