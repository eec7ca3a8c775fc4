package org.latentzoo.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies an array to or from its place in a larger one, which differs in the size of one axis: what
 * slices, splits and concatenations are made of.
 */
public final class Move {
  /** Shorter runs are copied faster number by number. */
  private static final int SHORT = 16;

  private static final int BLOCK = 1024;

  private static final float[] ZEROS = new float[BLOCK];

  /** Below so many numbers a part is not worth a thread of its own. */
  private static final int SMALLEST_PART = 32_768;

  private final @Nullable FloatBuffer from;
  private final FloatBuffer to;
  private final int run;
  private final int runs;
  private final int start;
  private final int step;
  private final int at;
  private final int toStep;

  /**
   * @param from zeros where null
   * @param runs how many runs of neighbours are copied, each of {@code run} numbers
   * @param start where the first one begins, the next ones {@code step} after one another
   * @param at where the first one goes, the next ones {@code toStep} after one another
   */
  private Move(
      @Nullable FloatBuffer from,
      int start,
      int step,
      INDArray to,
      int at,
      int toStep,
      int runs,
      int run) {
    this.from = from;
    this.to = Buffers.floats(to);
    this.run = run;
    this.runs = runs;
    this.start = start;
    this.step = step;
    this.at = at;
    this.toStep = toStep;
  }

  /** Copies what {@code whole} has along {@code axis} from {@code offset} on to {@code part}. */
  public static Move out(INDArray whole, int axis, long offset, INDArray part) {
    var place = new Place(whole, axis, offset, part.size(axis));
    return new Move(
        Buffers.floats(whole), place.at, place.step, part, 0, place.run, place.runs, place.run);
  }

  /** Copies {@code part} to {@code whole}, along {@code axis} from {@code offset} on. */
  public static Move in(INDArray part, INDArray whole, int axis, long offset) {
    var place = new Place(whole, axis, offset, part.size(axis));
    return new Move(
        Buffers.floats(part), 0, place.run, whole, place.at, place.step, place.runs, place.run);
  }

  /** Writes zeros to {@code whole}, along {@code axis} from {@code offset} on. */
  public static Move zeros(INDArray whole, int axis, long offset, long size) {
    var place = new Place(whole, axis, offset, size);
    return new Move(null, 0, 0, whole, place.at, place.step, place.runs, place.run);
  }

  /** Where a part lies in a whole. */
  private static final class Place {
    private final int runs;
    private final int run;
    private final int at;
    private final int step;

    Place(INDArray whole, int axis, long offset, long size) {
      long inner = Arrays.stream(whole.shape()).skip(axis + 1L).reduce(1, (a, b) -> a * b);
      this.step = (int) (whole.size(axis) * inner);
      this.runs = (int) whole.length() / step;
      this.run = (int) (size * inner);
      this.at = (int) (offset * inner);
    }
  }

  /**
   * Copies.
   *
   * @param threads how many of a {@link Team} share it
   */
  public void run(int threads) {
    int parts = Math.max(1, Math.min(threads, runs * run / SMALLEST_PART));
    int share = (runs + parts - 1) / parts;
    Team.run(threads, parts, i -> copy(i * share, Math.min(runs, (i + 1) * share)));
  }

  private void copy(int first, int end) {
    int block = run < SHORT ? Math.max(1, BLOCK / Math.max(step, toStep)) : 1;
    for (int i = first; i < end; i += block) {
      if (from == null) {
        clear(at + i * toStep, Math.min(block, end - i));
      } else if (run < SHORT) {
        copyShort(from, start + i * step, at + i * toStep, Math.min(block, end - i));
      } else {
        to.put(at + i * toStep, from, start + i * step, run);
      }
    }
  }

  private void clear(int target, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < run; j += BLOCK) {
        to.put(target + i * toStep + j, ZEROS, 0, Math.min(BLOCK, run - j));
      }
    }
  }

  /** Copies {@code n} runs by way of arrays, which are faster number by number. */
  private void copyShort(FloatBuffer from, int source, int target, int n) {
    int read = (n - 1) * step + run;
    int written = (n - 1) * toStep + run;
    var registers = Registers.of(2, Math.max(read, written));
    from.get(source, registers[0], 0, read);
    if (toStep > run) {
      to.get(target, registers[1], 0, written);
    }
    copy(registers[0], registers[1], n);
    to.put(target, registers[1], 0, written);
  }

  private void copy(float[] source, float[] target, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < run; j++) {
        target[i * toStep + j] = source[i * step + j];
      }
    }
  }
}
