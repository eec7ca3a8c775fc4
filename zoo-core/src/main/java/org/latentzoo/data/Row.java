package org.latentzoo.data;

/** The features {@code [D]} and label of the row at {@code index}, from 0, in source order. */
record Row(long index, Cells features, double label) {
  /** The same row, counted otherwise. */
  Row at(long position) {
    return new Row(position, features, label);
  }
}
