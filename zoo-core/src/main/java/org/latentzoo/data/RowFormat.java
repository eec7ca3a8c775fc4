package org.latentzoo.data;

import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What all parts of a data module share: the batch layout, whether no cell is missing, and the
 * run's randomness.
 */
record RowFormat(
    int columns, DataType type, boolean complete, Binarize binarize, NoiseSource noise) {
  RandomGenerator shuffler(int epoch) {
    return noise.generator("shuffle", epoch);
  }

  Epoch epoch(
      int epoch, int batch, long firstBatch, Iterator<List<Row>> batches, Runnable onClose) {
    RowEpoch.BitSource bits =
        binarize == Binarize.DYNAMIC
            ? (cells, start, end, b) ->
                cells.bernoulli(start, end, noise.wordsAfter(start / 2, "binarize", epoch, b))
            : (cells, start, end, b) -> {};
    var cells = Cells.of(type, Math.multiplyExact(batch, columns));
    return new RowEpoch(batches, firstBatch, bits, cells, columns, onClose);
  }
}
