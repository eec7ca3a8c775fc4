package org.latentzoo.graph;

import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The law of a declared noise placeholder. */
public enum Noise {
  /** Independent N(0, 1). */
  NORMAL {
    @Override
    public void fill(INDArray out, NoiseSource source, String stream, long... counters) {
      source.normal(out, stream, counters);
    }
  },
  /** Independent U(0, 1), both ends excluded. */
  UNIFORM {
    @Override
    public void fill(INDArray out, NoiseSource source, String stream, long... counters) {
      source.uniform(out, stream, counters);
    }
  };

  /** Draws every element of {@code out}; the draw is a function of the stream and its counters. */
  public abstract void fill(INDArray out, NoiseSource source, String stream, long... counters);
}
