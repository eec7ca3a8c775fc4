package org.latentzoo.random;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Counter-based randomness: a draw depends on the seed and on the key that names it (a stream and
 * its counters, say epoch and batch), and on nothing that was drawn before. So there is no random
 * state to save: a resumed run draws what the uninterrupted run would have drawn.
 */
public final class NoiseSource {
  private final long seed;

  public NoiseSource(long seed) {
    this.seed = seed;
  }

  /** The generator of {@code stream} at {@code counters}. */
  public RandomGenerator generator(String stream, long... counters) {
    long key = mix(seed ^ mix(stream.hashCode()));
    for (long counter : counters) {
      key = mix(key + 0x9E3779B97F4A7C15L * (counter + 1));
    }
    return new SplittableRandom(key);
  }

  /** Fills {@code out} (any shape, c order) with independent draws from N(0, 1). */
  public void normal(INDArray out, String stream, long... counters) {
    var random = generator(stream, counters);
    var flat = out.reshape(out.length());
    for (long i = 0; i < out.length(); i++) {
      flat.putScalar(i, random.nextGaussian());
    }
  }

  /** Fills {@code out} (any shape, c order) with independent draws from U[0, 1). */
  public void uniform(INDArray out, String stream, long... counters) {
    var random = generator(stream, counters);
    var flat = out.reshape(out.length());
    for (long i = 0; i < out.length(); i++) {
      flat.putScalar(i, random.nextDouble());
    }
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
