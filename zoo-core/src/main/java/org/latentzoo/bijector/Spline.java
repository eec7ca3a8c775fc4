package org.latentzoo.bijector;

import static org.latentzoo.graph.Maths.softplus;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A monotone rational-quadratic spline of K bins on [-a, a], the identity beyond (Durkan, Bekasov,
 * Murray and Papamakarios 2019). With theta in [0, 1] the place within a bin from (x_k, y_k) of
 * width w, height h, slope s = h / w, and derivatives d and d' at its ends:
 *
 * <pre>
 *   z     = y_k + h (s theta^2 + d theta (1 - theta)) / m,  m = s + (d + d' - 2 s) theta (1 - theta)
 *   dz/dx = s^2 (d' theta^2 + 2 s theta (1 - theta) + d (1 - theta)^2) / m^2
 * </pre>
 *
 * <p>The numbers of a column are K logits of widths, K logits of heights and the K - 1 derivatives
 * inside, before a softplus; the outermost ones are 1, so that the derivative is continuous.
 *
 * @param bins K, at least 2
 * @param interval a, above 0
 * @param columns n, how many columns it is for
 */
public record Spline(int bins, double interval, int columns) implements Elementwise {
  /** The least width and height of a bin, as a share of the interval, and the least derivative. */
  private static final double LEAST = 1e-3;

  /** Before the softplus, what makes a derivative of 1. */
  private static final double UNIT = Math.log(Math.expm1(1 - LEAST));

  @Override
  public int numbers() {
    return 3 * bins - 1;
  }

  @Override
  public Mapped forward(SDVariable x, SDVariable numbers) {
    var inside = clipped(x);
    var u = inside.reshape(-1, 1);
    var knots = knots(numbers);
    var bin = bin(knots, u.sub(knots.x()));
    var theta = u.reshape(-1).sub(bin.x()).div(bin.width());
    var z = bin.y().add(bin.height().mul(bin.rise(theta)));
    return mapped(z, x.sub(inside), bin.logSlope(theta));
  }

  @Override
  public Mapped inverse(SDVariable z, SDVariable numbers) {
    var inside = clipped(z);
    var v = inside.reshape(-1, 1);
    var knots = knots(numbers);
    var bin = bin(knots, v.sub(knots.y()));
    var theta = bin.place(v.reshape(-1).sub(bin.y()));
    var x = bin.x().add(bin.width().mul(theta));
    return mapped(x, z.sub(inside), bin.logSlope(theta).neg());
  }

  private SDVariable clipped(SDVariable x) {
    return x.getSameDiff().math().clipByValue(x, -interval, interval);
  }

  /** What is beyond the interval is added again: there the slope is 1. */
  private Mapped mapped(SDVariable value, SDVariable beyond, SDVariable logSlope) {
    return Mapped.columnwise(value.reshape(-1, columns).add(beyond), logSlope.reshape(-1, columns));
  }

  /** All bins of each of N = B n numbers, each {@code [N, K]}, as in {@link SplineBin}. */
  private SplineBin knots(SDVariable numbers) {
    var sd = numbers.getSameDiff();
    var rows = sd.permute(numbers.reshape(-1, numbers(), columns), 0, 2, 1);
    var flat = rows.reshape(-1, numbers());
    var widths = sizes(part(flat, 0, bins));
    var heights = sizes(part(flat, bins, bins));
    var derivatives = softplus(part(flat, 2 * bins, bins - 1).add(UNIT)).add(LEAST);
    var end = part(flat, 0, 1).mul(0).add(1);
    return new SplineBin(
        starts(widths),
        widths,
        starts(heights),
        heights,
        sd.concat(1, end, derivatives),
        sd.concat(1, derivatives, end));
  }

  private static SDVariable part(SDVariable flat, int start, int count) {
    return flat.getSameDiff().slice(flat, new int[] {0, start}, -1, count);
  }

  /** Sizes of the bins from their logits: they add up to 2 a. */
  private SDVariable sizes(SDVariable logits) {
    var softmax = logits.getSameDiff().nn().softmax(logits, 1);
    return softmax.mul(1 - LEAST * bins).add(LEAST).mul(2 * interval);
  }

  /**
   * Where each bin starts: half of what lies before it less half of what lies after, so that sums
   * stay small in the middle, where rows are, and lose little to rounding. It is a product, since
   * DL4J's cumulative sum has no gradient.
   */
  private SDVariable starts(SDVariable sizes) {
    var signs = Nd4j.zeros(sizes.dataType(), bins, bins);
    for (int i = 0; i < bins; i++) {
      for (int j = 0; j < bins; j++) {
        signs.putScalar(i, j, i < j ? 0.5 : -0.5);
      }
    }
    return sizes.mmul(sizes.getSameDiff().constant(signs));
  }

  /**
   * The bin that each number is in.
   *
   * @param beyond how far it is beyond the start of each bin, {@code [N, K]}
   */
  private SplineBin bin(SplineBin all, SDVariable beyond) {
    var chosen = chosen(beyond);
    return new SplineBin(
        sumLast(all.x().mul(chosen)),
        sumLast(all.width().mul(chosen)),
        sumLast(all.y().mul(chosen)),
        sumLast(all.height().mul(chosen)),
        sumLast(all.left().mul(chosen)),
        sumLast(all.right().mul(chosen)));
  }

  /** 1 for the last bin whose start is passed, or else the first, and 0 for others. */
  private SDVariable chosen(SDVariable beyond) {
    var sd = beyond.getSameDiff();
    var passed = sd.math().step(Ops.stopGradient(beyond), 0);
    var inner = part(passed, 1, bins - 1);
    var constants = Nd4j.zeros(beyond.dataType(), 1, bins).putScalar(0, 0, 1);
    var product = inner.mmul(sd.constant(differences().castTo(beyond.dataType())));
    return Ops.stopGradient(product.add(sd.constant(constants)));
  }

  /** From "is past the start of bin k", k = 1, ..., K - 1, to "is in bin k": {@code [K - 1, K]}. */
  private INDArray differences() {
    var matrix = Nd4j.zeros(bins - 1, bins);
    for (int i = 0; i + 1 < bins; i++) {
      matrix.putScalar(i, i, -1).putScalar(i, i + 1, 1);
    }
    return matrix;
  }
}
