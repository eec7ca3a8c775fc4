package org.latentzoo.random;

import java.util.Objects;

/**
 * The longs that a {@link java.util.SplittableRandom} draws, many at once: its state moves by a
 * constant, so none waits for the one before and the loop vectorises.
 */
public final class Words {
  /** The most that are drawn at once. */
  public static final int BLOCK = 512;

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

  /**
   * Draws the next {@code n}, up to {@link #BLOCK}. Indices of one loop that differ by what it does
   * not know would keep it from being vectorised.
   */
  public void next(long[] to, int n) {
    Objects.checkFromIndexSize(0, n, BLOCK);
    fill(to, n, state, MOVES);
    state += n * NoiseSource.GOLDEN;
  }

  private static void fill(long[] to, int n, long state, long[] moves) {
    for (int i = 0; i < n; i++) {
      to[i] = NoiseSource.mix(state + moves[i]);
    }
  }
}
