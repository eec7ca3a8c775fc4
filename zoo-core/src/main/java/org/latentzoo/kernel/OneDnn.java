package org.latentzoo.kernel;

import java.nio.FloatBuffer;
import org.latentzoo.nativebuild.NativeBuild;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * C = A B for matrices of floats by ND4J's op, which oneDNN computes: faster than OpenBLAS where
 * there is much to do, and by kernels of the processor's own whatever OpenBLAS takes it for.
 */
final class OneDnn implements Runnable {
  /** So many rows and columns are turned at a time, in the nearest cache. */
  private static final int TILE = 64;

  private final OpExecutioner executioner = Nd4j.getExecutioner();
  private final Runnable before;
  private final CustomOp op;
  private final OpContext context;

  private OneDnn(Runnable before, INDArray a, INDArray b, boolean transposeB, INDArray c) {
    this.before = before;
    int[] transposed = {0, transposeB ? 1 : 0, 0};
    op = DynamicCustomOp.builder("matmul").addIntegerArguments(transposed).build();
    context = executioner.buildContext();
    context.setIArguments(transposed[0], transposed[1], transposed[2]);
    context.setInputArrays(a, b);
    context.setOutputArray(0, c);
  }

  /** Whether ND4J's op is computed by oneDNN. */
  static boolean isThere() {
    return NativeBuild.current().name().startsWith("onednn");
  }

  static OneDnn of(INDArray a, INDArray b, boolean transposeB, INDArray c) {
    return new OneDnn(() -> {}, a, b, transposeB, c);
  }

  /**
   * C = A^T B for {@code columns} of A from {@code start} on: transposed by hand, since ND4J leaves
   * such products to OpenBLAS.
   */
  static OneDnn ofTransposed(
      INDArray a, long start, long columns, INDArray b, boolean transposeB, INDArray c) {
    int rows = (int) a.size(0);
    var part = Nd4j.createUninitialized(a.dataType(), columns, rows);
    var from = Buffers.floats(a);
    var to = Buffers.floats(part);
    int width = (int) a.size(1);
    return new OneDnn(
        () -> transpose(from, width, (int) start, rows, (int) columns, to), part, b, transposeB, c);
  }

  /** Row i of {@code to} is column {@code start + i} of {@code from}, whose rows are so wide. */
  private static void transpose(
      FloatBuffer from, int width, int start, int rows, int columns, FloatBuffer to) {
    var registers = Registers.of(2, TILE * TILE);
    for (int column = 0; column < columns; column += TILE) {
      int across = Math.min(TILE, columns - column);
      for (int row = 0; row < rows; row += TILE) {
        int down = Math.min(TILE, rows - row);
        for (int i = 0; i < down; i++) {
          from.get((row + i) * width + start + column, registers[0], i * TILE, across);
        }
        turn(registers[0], registers[1], down, across);
        for (int j = 0; j < across; j++) {
          to.put((column + j) * rows + row, registers[1], j * TILE, down);
        }
      }
    }
  }

  private static void turn(float[] from, float[] to, int down, int across) {
    for (int j = 0; j < across; j++) {
      for (int i = 0; i < down; i++) {
        to[j * TILE + i] = from[i * TILE + j];
      }
    }
  }

  @Override
  public void run() {
    before.run();
    executioner.exec(op, context);
  }
}
