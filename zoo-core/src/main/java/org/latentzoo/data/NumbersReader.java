package org.latentzoo.data;

import java.util.List;
import org.datavec.api.records.reader.RecordReader;

/** A reader that hands over its records as they are in the file, with no array in between. */
interface NumbersReader extends RecordReader {
  /** Up to {@code most} records; each of the arrays holds as many slices, one a record. */
  Slices nextNumbers(int most);

  /** The i-th slices of all {@code arrays}, one after the other, are record i of {@code size}. */
  record Slices(int size, List<? extends Numbers> arrays) {}
}
