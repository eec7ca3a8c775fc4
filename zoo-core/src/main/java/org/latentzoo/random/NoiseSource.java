package org.latentzoo.random;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.kernel.Team;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Counter-based randomness: a draw depends on the seed and on the key that names it (a stream and
 * its counters, say epoch and batch), and on nothing that was drawn before. So there is no random
 * state to save: a resumed run draws what the uninterrupted run would have drawn.
 */
public final class NoiseSource {
  /** 2^64 by the golden ratio, SplitMix64's increment. */
  static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** Draws a thread takes at a time. */
  private static final int PART = 8_192;

  private final long seed;

  public NoiseSource(long seed) {
    this.seed = seed;
  }

  /** The generator of {@code stream} at {@code counters}. */
  public SplittableRandom generator(String stream, long... counters) {
    return new SplittableRandom(key(stream, counters));
  }

  /** What {@link #generator} draws after {@code drawn} longs, without drawing those. */
  public Words wordsAfter(long drawn, String stream, long... counters) {
    return new Words(key(stream, counters) + drawn * GOLDEN);
  }

  private long key(String stream, long... counters) {
    long key = mix(seed + GOLDEN);
    for (int i = 0; i < stream.length(); i++) {
      key = absorb(key, stream.charAt(i));
    }
    key = absorb(key, -1);
    for (long counter : counters) {
      key = absorb(key, counter);
    }
    return key;
  }

  /** A bijection of the key for every word, so that keys of one length differ as their words do. */
  private static long absorb(long key, long word) {
    return mix(key + GOLDEN * (word + 2));
  }

  /** Fills {@code out} (any shape, c order) with independent draws from N(0, 1). */
  public void normal(INDArray out, String stream, long... counters) {
    fill(out, generator(stream, counters)::nextGaussian);
  }

  /**
   * Fills {@code out} (any shape, c order) with independent draws from U(0, 1): odd multiples of
   * 2^-24 in float and of 2^-53 in double, so neither end is ever drawn and log(u) and log(1 - u)
   * are finite.
   */
  public void uniform(INDArray out, String stream, long... counters) {
    int length = Math.toIntExact(out.length());
    if (out.dataType() == DataType.FLOAT) {
      var floats = Buffers.floats(out);
      Team.run(
          (length + PART - 1) / PART,
          part -> {
            int start = part * PART;
            uniform(
                floats, start, Math.min(length, start + PART), wordsAfter(start, stream, counters));
          });
      Buffers.written(out);
    } else {
      var random = generator(stream, counters);
      fill(out, () -> (random.nextLong() >>> 11 | 1) * 0x1p-53);
    }
  }

  private static void fill(INDArray out, DoubleSupplier draw) {
    int length = Math.toIntExact(out.length());
    if (out.dataType() == DataType.FLOAT) {
      var values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = (float) draw.getAsDouble();
      }
      Buffers.write(values, out);
    } else {
      var values = new double[length];
      Arrays.setAll(values, i -> draw.getAsDouble());
      Buffers.write(values, out);
    }
  }

  private static void uniform(FloatBuffer to, int start, int end, Words words) {
    var drawn = new long[Words.BLOCK];
    var values = new float[Words.BLOCK];
    for (int at = start; at < end; at += Words.BLOCK) {
      int n = Math.min(Words.BLOCK, end - at);
      words.next(drawn, n);
      for (int i = 0; i < n; i++) {
        values[i] = ((int) (drawn[i] >>> 40) | 1) * 0x1p-24f;
      }
      to.put(at, values, 0, n);
    }
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
