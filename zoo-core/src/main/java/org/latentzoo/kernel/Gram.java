package org.latentzoo.kernel;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.latentzoo.kernel.Sgemm.Matrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The products x_i . x_j, i <= j, of the rows of a matrix of floats: in strips of i, which the
 * {@link Team} shares, each by oneDNN, if ND4J has it, else by OpenBLAS.
 */
public final class Gram {
  /**
   * Rows of a strip, which computes its square on the diagonal whole: higher ones waste more of it,
   * lower ones are slower products.
   */
  private static final int HEIGHT = 128;

  private final int rows;
  private final Strip[] strips;

  /** Takes the products of rows {@code from} to {@code to} with all from {@code from} on. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int from, int to, FloatBuffer products);
  }

  private record Strip(int from, int to, FloatBuffer products, Runnable work) {}

  /**
   * @param x {@code [D, B]}, FLOAT, c order
   */
  public Gram(INDArray x) {
    rows = x.rows();
    strips =
        IntStream.iterate(0, from -> from < rows, from -> from + HEIGHT)
            .mapToObj(from -> strip(x, from, Math.min(rows, from + HEIGHT)))
            .toArray(Strip[]::new);
  }

  private Strip strip(INDArray x, int from, int to) {
    var products = Nd4j.createUninitialized(DataType.FLOAT, to - from, rows - from);
    var left = Buffers.rows(x, from, to);
    var right = Buffers.rows(x, from, rows);
    var work =
        OneDnn.isThere()
            ? new OneDnn(left, right, true, products)
            : new Sgemm(
                to - from,
                rows - from,
                x.columns(),
                Matrix.of(left, false),
                Matrix.of(right, true),
                0,
                Matrix.of(products, false));
    return new Strip(from, to, Buffers.floats(products), work);
  }

  /** Computes them for what x holds now, and hands over each strip as soon as it is there. */
  public void run(Visitor visitor) {
    Team.withoutNativeThreads(
        () -> {
          Team.run(
              strips.length,
              i -> {
                strips[i].work.run();
                visitor.visit(strips[i].from, strips[i].to, strips[i].products);
              });
          return null;
        });
  }
}
