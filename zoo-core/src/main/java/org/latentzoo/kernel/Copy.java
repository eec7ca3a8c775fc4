package org.latentzoo.kernel;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** A {@link Move} in the processor's memory. */
public final class Copy {
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

  /** That does {@code move}. */
  public Copy(Move move) {
    this.from = move.from() == null ? null : Buffers.floats(move.from());
    this.to = Buffers.floats(move.to());
    this.run = move.run();
    this.runs = move.runs();
    this.start = move.start();
    this.step = move.step();
    this.at = move.at();
    this.toStep = move.toStep();
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
