package org.latentzoo.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Cuts rows into batches, the last of which may be short, and leaves out the first ones. */
final class Batches implements Iterator<List<Row>> {
  private final Iterator<Row> rows;
  private final int batch;
  private long skip;

  Batches(Iterator<Row> rows, int batch, long firstBatch) {
    this.rows = rows;
    this.batch = batch;
    this.skip = firstBatch;
  }

  @Override
  public boolean hasNext() {
    for (; skip > 0; skip--) {
      for (int i = 0; i < batch && rows.hasNext(); i++) {
        rows.next();
      }
    }
    return rows.hasNext();
  }

  @Override
  public List<Row> next() {
    var list = new ArrayList<Row>(batch);
    while (list.size() < batch && rows.hasNext()) {
      list.add(rows.next());
    }
    return list;
  }
}
