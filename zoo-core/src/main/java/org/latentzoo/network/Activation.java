package org.latentzoo.network;

import org.nd4j.autodiff.samediff.SDVariable;

/** Element-wise non-linearities, each with the gain that keeps the variance at initialisation. */
public enum Activation {
  TANH(5.0 / 3) {
    @Override
    public SDVariable apply(SDVariable x) {
      return x.getSameDiff().math().tanh(x);
    }
  },
  RELU(Math.sqrt(2)) {
    @Override
    public SDVariable apply(SDVariable x) {
      return x.getSameDiff().nn().relu(x, 0);
    }
  },
  /**
   * 0.3 x + 0.7 max(x, 0): the native op takes ten times as long, and the native gradient rounds
   * its slope to float, in double too.
   */
  LEAKY_RELU(Math.sqrt(2 / (1 + 0.3 * 0.3))) {
    @Override
    public SDVariable apply(SDVariable x) {
      return x.mul(0.3).add(RELU.apply(x).mul(0.7));
    }
  },
  ELU(Math.sqrt(1.55)) {
    @Override
    public SDVariable apply(SDVariable x) {
      return x.getSameDiff().nn().elu(x);
    }
  };

  private final double gain;

  Activation(double gain) {
    this.gain = gain;
  }

  public abstract SDVariable apply(SDVariable x);

  double gain() {
    return gain;
  }
}
