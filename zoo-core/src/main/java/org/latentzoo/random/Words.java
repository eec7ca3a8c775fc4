package org.latentzoo.random;

/**
 * The longs that a {@link java.util.SplittableRandom} draws, many at once: its state moves by a
 * constant, so none waits for the one before and the loop vectorises.
 */
public final class Words {
  private static final int BLOCK = 512;
  private static final long[] MOVES = moves();

  private long state;

  Words(long state) {
    this.state = state;
  }

  private static long[] moves() {
    var moves = new long[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      moves[i] = (i + 1) * NoiseSource.GOLDEN;
    }
    return moves;
  }

  /** Draws the next {@code n}. */
  public void next(long[] to, int n) {
    for (int start = 0; start < n; start += BLOCK) {
      int length = Math.min(BLOCK, n - start);
      fill(to, start, length, state, MOVES);
      state += length * NoiseSource.GOLDEN;
    }
  }

  private static void fill(long[] to, int start, int n, long state, long[] moves) {
    for (int i = 0; i < n; i++) {
      to[start + i] = NoiseSource.mix(state + moves[i]);
    }
  }
}
