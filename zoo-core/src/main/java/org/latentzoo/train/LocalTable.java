package org.latentzoo.train;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.latentzoo.check.UserException;
import org.latentzoo.kernel.Buffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The numbers that every training row has of its own, and its optimiser's state: a row each of a
 * table {@code [N, P]} and of one more table for each number that the optimiser keeps. Every row is
 * visited once an epoch, so all rows of a batch have taken as many steps. They are no weights, so
 * none of them decays.
 */
final class LocalTable {
  private final OptimizerConfig config;
  private final Clip clip;
  private final INDArray values;
  private final INDArray[] slots;
  private final Map<Integer, Optimizer> optimizers = new HashMap<>();

  /**
   * A table of zeros.
   *
   * @throws UserException if there is no room for it
   */
  LocalTable(OptimizerConfig config, Clip clip, DataType dtype, long rows, long columns) {
    requireRoom(rows * columns, 1 + config.name().slots().size(), dtype);
    this.config = config.withoutDecay();
    this.clip = clip;
    this.values = Nd4j.zeros(dtype, rows, columns);
    this.slots = new INDArray[config.name().slots().size()];
    for (int k = 0; k < slots.length; k++) {
      slots[k] = Nd4j.zeros(dtype, rows, columns);
      slots[k].addi(config.name().initialState(config.options()));
    }
  }

  private static void requireRoom(long numbers, int tables, DataType dtype) {
    double bytes = (double) numbers * tables * dtype.width();
    long memory = Pointer.maxPhysicalBytes();
    if (numbers > Integer.MAX_VALUE || (memory > 0 && bytes > memory)) {
      throw new UserException(
          "The rows' own numbers take %.0f MB, more than there is. Lower model.latent, or choose model.posterior=normal."
              .formatted(bytes / 1e6));
    }
  }

  /** The table's arrays by name, to save and restore. */
  Map<String, INDArray> vectors(String name) {
    var vectors = new HashMap<String, INDArray>();
    vectors.put("local." + name, flat(values));
    for (int k = 0; k < slots.length; k++) {
      vectors.put("local." + name + ".optimizer." + k, flat(slots[k]));
    }
    return vectors;
  }

  /** Copies the numbers of {@code rows} into {@code batch}, {@code [B, P]}. */
  void read(int[] rows, INDArray batch) {
    Buffers.gather(values, rows, batch);
  }

  /**
   * Moves the numbers of {@code rows} against the gradient of each row's own loss, clipped by row.
   *
   * @param batch their values, changed too
   * @param gradient of the batch's mean loss, {@code [B, P]}, overwritten
   * @param visits steps that these rows have taken before
   */
  void step(
      int[] rows, INDArray batch, INDArray gradient, long visits, int epoch, double learningRate) {
    var optimizer =
        optimizers.computeIfAbsent(rows.length, n -> Optimizer.create(config, flat(batch)));
    var state = optimizer.state();
    for (int k = 0; k < slots.length; k++) {
      Buffers.gather(slots[k], rows, slot(state, k, batch));
    }
    gradient.muli(rows.length);
    for (int i = 0; i < rows.length && clip.by() != Clip.By.NONE; i++) {
      clip.apply(Buffers.view(gradient, i * gradient.size(1), new long[] {gradient.size(1)}));
    }
    optimizer.step(flat(batch), flat(gradient), visits, epoch, learningRate);
    for (int k = 0; k < slots.length; k++) {
      Buffers.scatter(slot(state, k, batch), rows, slots[k]);
    }
    Buffers.scatter(batch, rows, values);
  }

  private static INDArray flat(INDArray matrix) {
    return Buffers.view(matrix, 0, new long[] {matrix.length()});
  }

  private static INDArray slot(INDArray state, int k, INDArray batch) {
    return Buffers.view(state, k * batch.length(), batch.shape());
  }
}
