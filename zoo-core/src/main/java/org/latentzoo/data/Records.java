package org.latentzoo.data;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.datavec.api.records.reader.RecordReader;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;

/**
 * Walks the records of a source's readers, one reader after the other, as flat finite numbers; NaN
 * where missing cells are kept.
 */
final class Records implements AutoCloseable {
  private final String source;
  private final Missing missing;
  private final Iterator<RecordBlocks.Block> blocks;
  private final Runnable onClose;
  private RecordBlocks.Block block = RecordBlocks.NONE;
  private double[] record = {};
  private int at;
  private long count;
  private int width = -1;

  private Records(
      String source, Missing missing, Iterator<RecordBlocks.Block> blocks, Runnable onClose) {
    this.source = source;
    this.missing = missing;
    this.blocks = blocks;
    this.onClose = onClose;
  }

  /** Records that are read as they are asked for. */
  static Records of(String source, List<Supplier<RecordReader>> readers, Missing missing) {
    var blocks = new RecordBlocks(source, readers);
    return new Records(source, missing, blocks, blocks::close);
  }

  /** Records that are read ahead in a thread of their own. */
  static Records ahead(String source, List<Supplier<RecordReader>> readers, Missing missing) {
    var blocks = new RecordBlocks(source, readers);
    var prefetch = new Prefetch<>(blocks, blocks::close);
    return new Records(source, missing, prefetch, prefetch::close);
  }

  /**
   * The values of the next record, all of one length, valid until the next call; null at the end.
   */
  double @Nullable [] next() {
    while (at == block.size()) {
      if (!blocks.hasNext()) {
        return null;
      }
      block = blocks.next();
      at = 0;
    }
    record = block.record(at++, record);
    count++;
    check();
    return record;
  }

  /** Which reader the last record came from, from 0. */
  int part() {
    return block.part();
  }

  private void check() {
    if (width < 0) {
      width = record.length;
    }
    if (record.length != width) {
      throw new UserException(
          "Data source '%s', record %d: expected %d values as in record 1, got %d. Mend the record."
              .formatted(source, count, width, record.length));
    }
    boolean finite = true;
    for (double x : record) {
      finite &= Math.abs(x) <= Double.MAX_VALUE;
    }
    for (int c = 0; c < width && !finite; c++) {
      boolean kept = missing == Missing.KEEP && Double.isNaN(record[c]);
      if (!Double.isFinite(record[c]) && !kept) {
        throw RecordBlocks.notANumber(source, count, c + 1, Double.toString(record[c]));
      }
    }
  }

  @Override
  public void close() {
    onClose.run();
  }
}
