package org.latentzoo.data;

/**
 * The missing cells of a data set.
 *
 * @param count how many there are
 * @param record where the first is, from 1, or 0 without any
 * @param column its column among the source's, from 1, or 0 without any
 */
public record Gaps(long count, long record, int column) {
  static final Gaps NONE = new Gaps(0, 0, 0);

  /** These, and one more. */
  Gaps and(long itsRecord, int itsColumn) {
    return count == 0 ? new Gaps(1, itsRecord, itsColumn) : new Gaps(count + 1, record, column);
  }
}
