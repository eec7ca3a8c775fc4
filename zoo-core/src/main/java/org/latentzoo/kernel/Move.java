package org.latentzoo.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies an array to or from its place in a larger one, which differs in the size of one axis: what
 * slices, splits and concatenations are made of.
 *
 * @param from zeros where null
 * @param start where the first run begins, the next ones {@code step} after one another
 * @param at where the first one goes, the next ones {@code toStep} after one another
 * @param runs how many runs of neighbours are copied
 * @param run the numbers of each
 */
public record Move(
    @Nullable INDArray from,
    int start,
    int step,
    INDArray to,
    int at,
    int toStep,
    int runs,
    int run) {

  /** Copies what {@code whole} has along {@code axis} from {@code offset} on to {@code part}. */
  public static Move out(INDArray whole, int axis, long offset, INDArray part) {
    var place = new Place(whole, axis, offset, part.size(axis));
    return new Move(whole, place.at, place.step, part, 0, place.run, place.runs, place.run);
  }

  /** Copies {@code part} to {@code whole}, along {@code axis} from {@code offset} on. */
  public static Move in(INDArray part, INDArray whole, int axis, long offset) {
    var place = new Place(whole, axis, offset, part.size(axis));
    return new Move(part, 0, place.run, whole, place.at, place.step, place.runs, place.run);
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
}
