package org.latentzoo.graph;

import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Fills a new parameter. */
@FunctionalInterface
public interface Initializer {
  /** Writes the initial value of the parameter {@code name} into {@code out}. */
  void fill(INDArray out, NoiseSource source, String name);

  /** Every element equals {@code value}. */
  static Initializer constant(double value) {
    return (out, source, name) -> out.assign(value);
  }

  /**
   * U(-a, a) with a = gain sqrt(6 / (in + out)) (Glorot and Bengio 2010).
   *
   * @param in fan-in, the terms summed into one output
   * @param out fan-out, the outputs that one input reaches
   */
  static Initializer glorot(double gain, long in, long out) {
    return uniform(gain * Math.sqrt(6.0 / (in + out)));
  }

  /** U(-bound, bound). */
  static Initializer uniform(double bound) {
    return (out, source, name) -> {
      source.uniform(out, "init." + name);
      out.muli(2 * bound).subi(bound);
    };
  }

  /** N(0, deviation^2). */
  static Initializer normal(double deviation) {
    return (out, source, name) -> {
      source.normal(out, "init." + name);
      out.muli(deviation);
    };
  }
}
