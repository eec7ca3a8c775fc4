package org.latentzoo.examples.plot;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where a map of the plane takes a square grid of codes: its lines half a standard deviation of the
 * prior apart, up to two and a half.
 *
 * @param decode takes codes {@code [N, 2]} to points of the plane {@code [N, 2]}
 * @param data points to draw below, {@code [M, 2]}
 */
public record WarpedGrid(UnaryOperator<INDArray> decode, INDArray data) {
  private static final int SIZE = 640;
  private static final int LEGEND = 140;
  private static final int LINES = 11;
  private static final int POINTS = 201;
  private static final double LIMIT = 2.5;

  /** Writes a PNG file of these grids side by side, all over the first one's part of the plane. */
  public static void write(Path png, List<WarpedGrid> grids) {
    var window = Window.around(grids.get(0).data());
    Panels.write(png, grids.stream().map(grid -> grid.image(window)).toList());
  }

  private BufferedImage image(Window window) {
    var figure = new Figure(SIZE + LEGEND, SIZE, "x_0", "x_1");
    figure.points("data", data.getColumn(0).toDoubleVector(), data.getColumn(1).toDoubleVector());
    var images = decode.apply(codes());
    figure.lines("z_0 fixed", 1, lines(images, 0)).lines("z_1 fixed", 2, lines(images, LINES));
    return figure.within(window).image();
  }

  private static List<double[][]> lines(INDArray images, int from) {
    return IntStream.range(from, from + LINES)
        .mapToObj(
            line -> {
              var points = new double[2][POINTS];
              for (int i = 0; i < POINTS; i++) {
                points[0][i] = images.getDouble(line * POINTS + i, 0);
                points[1][i] = images.getDouble(line * POINTS + i, 1);
              }
              return points;
            })
        .toList();
  }

  /** Lines of constant z_0, then of constant z_1, {@code [2 LINES POINTS, 2]}. */
  private static INDArray codes() {
    var codes = Nd4j.zeros(2 * LINES * POINTS, 2);
    for (int line = 0; line < 2 * LINES; line++) {
      int fixed = line < LINES ? 0 : 1;
      for (int i = 0; i < POINTS; i++) {
        codes.putScalar(line * POINTS + i, fixed, place(line % LINES, LINES));
        codes.putScalar(line * POINTS + i, 1 - fixed, place(i, POINTS));
      }
    }
    return codes;
  }

  private static double place(int i, int n) {
    return LIMIT * (2.0 * i / (n - 1) - 1);
  }
}
