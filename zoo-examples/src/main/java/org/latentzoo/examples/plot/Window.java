package org.latentzoo.examples.plot;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A square part of the plane.
 *
 * @param x its centre
 * @param y its centre
 * @param half half its side
 */
public record Window(double x, double y, double half) {
  private static final double MARGIN = 1.15;

  /** What holds all {@code points}, {@code [N, 2]}, with a margin. */
  public static Window around(INDArray points) {
    var least = points.min(0);
    var most = points.max(0);
    double half = most.sub(least).maxNumber().doubleValue() / 2;
    var centre = least.add(most).divi(2);
    return new Window(centre.getDouble(0), centre.getDouble(1), half > 0 ? MARGIN * half : MARGIN);
  }

  /** The centres of {@code n} times {@code n} cells, row by row from the top, {@code [n n, 2]}. */
  public INDArray cells(int n) {
    var cells = new double[2 * n * n];
    for (int i = 0; i < n * n; i++) {
      cells[2 * i] = x + half * ((i % n + 0.5) * 2 / n - 1);
      cells[2 * i + 1] = y - half * ((Math.floorDiv(i, n) + 0.5) * 2 / n - 1);
    }
    return Nd4j.create(cells, new long[] {(long) n * n, 2}, DataType.DOUBLE);
  }
}
