package org.latentzoo.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;

/** Hands out a random row of a window over {@code rows}, and lets the next row take its place. */
final class WindowShuffle implements Iterator<Row> {
  private final Iterator<Row> rows;
  private final int size;
  private final RandomGenerator random;
  private final List<Row> window = new ArrayList<>();

  WindowShuffle(Iterator<Row> rows, int size, RandomGenerator random) {
    this.rows = rows;
    this.size = size;
    this.random = random;
  }

  @Override
  public boolean hasNext() {
    return !window.isEmpty() || rows.hasNext();
  }

  @Override
  public Row next() {
    while (window.size() < size && rows.hasNext()) {
      window.add(rows.next());
    }
    if (window.isEmpty()) {
      throw new NoSuchElementException();
    }
    var last = window.remove(window.size() - 1);
    int drawn = random.nextInt(window.size() + 1);
    return drawn == window.size() ? last : window.set(drawn, last);
  }
}
