package org.latentzoo.dl4j;

import java.util.NoSuchElementException;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Epoch;
import org.latentzoo.data.Rows;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The zoo's rows for a network with the inputs x {@code [B, D]} and noise {@code [B, K]} of N(0, 1)
 * and the labels x. Each reset starts the next epoch: shuffled anew, bits and noise drawn anew, all
 * as the seed decides.
 */
public final class NoisyRows implements MultiDataSetIterator {
  private final Rows rows;
  private final NoiseSource source;
  private final DataType type;
  private final int batch;
  private final int latent;
  private Epoch data;
  private int epoch;
  private int step;

  /**
   * @param type of the network, FLOAT or DOUBLE
   * @param batch rows at most a batch
   * @param latent K, the columns of the noise
   * @param seed of the noise
   * @throws UserException if a size is below 1
   */
  public NoisyRows(Rows rows, DataType type, int batch, int latent, long seed) {
    if (batch < 1 || latent < 1) {
      throw new UserException(
          "batch and latent must be at least 1, got %d and %d.".formatted(batch, latent));
    }
    this.rows = rows;
    this.type = type;
    this.batch = batch;
    this.latent = latent;
    this.source = new NoiseSource(seed);
    this.data = rows.epoch(0, true, batch, 0);
  }

  @Override
  public boolean hasNext() {
    return data.nextSize() > 0;
  }

  @Override
  public MultiDataSet next() {
    return next(batch);
  }

  /** The next batch; its size is the iterator's own. */
  @Override
  public MultiDataSet next(int ignored) {
    if (!hasNext()) {
      throw new NoSuchElementException("the epoch has ended: reset starts the next");
    }
    var x = Nd4j.create(type, data.nextSize(), rows.columns());
    data.fill(x);
    var noise = Nd4j.create(type, x.rows(), latent);
    source.normal(noise, "noise", epoch, step++);
    return new MultiDataSet(new INDArray[] {x, noise}, new INDArray[] {x});
  }

  @Override
  public void reset() {
    data.close();
    epoch++;
    step = 0;
    data = rows.epoch(epoch, true, batch, 0);
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
    throw new UnsupportedOperationException("rows are preprocessed as their data module says");
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    throw new UnsupportedOperationException("rows are preprocessed as their data module says");
  }
}
