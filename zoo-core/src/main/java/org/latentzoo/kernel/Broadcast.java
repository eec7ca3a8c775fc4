package org.latentzoo.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an array repeats along axes of a larger one. Neighbouring axes of one sort are one, so that
 * there are three at most: those of {@code [B, 1, D]} in {@code [B, K, D]} say.
 *
 * @param middle the size of the middle axis
 * @param inner the size of the innermost axis
 * @param outerStride how far apart neighbours along the outermost axis lie in the array, 0 if it
 *     repeats there
 * @param middleStride the same of the middle axis
 * @param varies whether neighbours along the innermost axis are neighbours in the array; if not, it
 *     repeats there
 */
public record Broadcast(int middle, int inner, int outerStride, int middleStride, boolean varies) {
  private static final int LEVELS = 3;

  /** An array of shape {@code small} as it is read in {@code shape}, if it can be. */
  public static Optional<Broadcast> of(long[] small, long[] shape) {
    if (small.length > shape.length) {
      return Optional.empty();
    }
    List<int[]> axes = new ArrayList<>();
    int stride = 1;
    for (int i = 1; i <= shape.length; i++) {
      int size = (int) shape[shape.length - i];
      int own = i <= small.length ? (int) small[small.length - i] : 1;
      if (own != 1 && own != size) {
        return Optional.empty();
      }
      if (size == 1) {
        continue;
      }
      var last = axes.isEmpty() ? null : axes.get(axes.size() - 1);
      if (last != null && (last[1] != 0) == (own != 1)) {
        last[0] *= size;
      } else {
        axes.add(new int[] {size, own == 1 ? 0 : stride});
      }
      stride *= own;
    }
    if (axes.size() > LEVELS) {
      return Optional.empty();
    }
    while (axes.size() < LEVELS) {
      axes.add(new int[] {1, 0});
    }
    return Optional.of(
        new Broadcast(
            axes.get(1)[0], axes.get(0)[0], axes.get(2)[1], axes.get(1)[1], axes.get(0)[1] != 0));
  }

  /** Whether rows of the innermost axis are all the same one. */
  public boolean isOneRow() {
    return varies && outerStride == 0 && middleStride == 0;
  }
}
