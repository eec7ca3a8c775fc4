package org.latentzoo.card;

import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.cublasSgemm_v2;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * C = A B for matrices of floats in c order, by cuBLAS, for which they are their transposes: so it
 * is asked for C^T = B^T A^T.
 */
public final class Gemm implements Launch {
  private static final FloatPointer ONE = new FloatPointer(1f);
  private static final FloatPointer ZERO = new FloatPointer(0f);

  private final INDArray a;
  private final boolean transposeA;
  private final INDArray b;
  private final boolean transposeB;
  private final INDArray c;

  /**
   * A vector is a row.
   *
   * @param a {@code [M, K]}, or {@code [K, M]} transposed
   * @param b {@code [K, N]}, or {@code [N, K]} transposed
   * @param c {@code [M, N]}
   */
  public Gemm(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c) {
    this.a = a;
    this.transposeA = transposeA;
    this.b = b;
    this.transposeB = transposeB;
    this.c = c;
  }

  @Override
  public void on(Cuda cuda) {
    Cuda.done(
        "cublasSgemm",
        cublasSgemm_v2(
            cuda.blas(),
            transposeB ? CUBLAS_OP_T : CUBLAS_OP_N,
            transposeA ? CUBLAS_OP_T : CUBLAS_OP_N,
            columns(c),
            rows(c),
            transposeA ? rows(a) : columns(a),
            ONE,
            DeviceMemory.of(b),
            columns(b),
            DeviceMemory.of(a),
            columns(a),
            ZERO,
            DeviceMemory.of(c),
            columns(c)));
  }

  private static int rows(INDArray array) {
    return (int) (array.rank() == 1 ? 1 : array.size(0));
  }

  private static int columns(INDArray array) {
    return (int) array.size(-1);
  }

  @Override
  public List<INDArray> inputs() {
    return List.of(a, b);
  }

  @Override
  public List<INDArray> outputs() {
    return List.of(c);
  }
}
