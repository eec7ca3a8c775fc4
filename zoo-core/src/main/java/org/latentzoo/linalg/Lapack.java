package org.latentzoo.linalg;

import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.cblas_dtrmm;

import org.latentzoo.check.UserException;

/**
 * Whether LAPACK can be trusted: of OpenBLAS 0.3.19's kernels for AVX-512 those for triangular
 * matrices of doubles are wrong, on which eigenvectors and solutions of linear systems rest.
 */
final class Lapack {
  private static final int SIZE = 8;

  private static final boolean IS_SOUND = isSound();

  private Lapack() {}

  /**
   * Refuses what computes wrong numbers.
   *
   * @throws UserException then
   */
  static void requireSound() {
    if (!IS_SOUND) {
      throw new UserException(
          "OpenBLAS computes wrong numbers on this processor by the kernels that it chose. Set OPENBLAS_CORETYPE=Haswell in the environment.");
    }
  }

  /** By U U^-1 = I, U of ones, whose inverse has ones on the diagonal and -1 right of it. */
  private static boolean isSound() {
    var ones = new double[SIZE * SIZE];
    var product = new double[SIZE * SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = i; j < SIZE; j++) {
        ones[i * SIZE + j] = 1;
        product[i * SIZE + j] = j == i ? 1 : j == i + 1 ? -1 : 0;
      }
    }
    cblas_dtrmm(
        CblasRowMajor,
        CblasLeft,
        CblasUpper,
        CblasNoTrans,
        CblasNonUnit,
        SIZE,
        SIZE,
        1,
        ones,
        SIZE,
        product,
        SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      if (product[i] != (i % (SIZE + 1) == 0 ? 1 : 0)) {
        return false;
      }
    }
    return true;
  }
}
