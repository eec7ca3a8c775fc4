package org.latentzoo.kernel;

import org.bytedeco.openblas.global.openblas;

/**
 * OpenBLAS as called from Java: without threads of its own, as those of the {@link Team} share the
 * work, and share it better.
 */
final class Blas {
  static {
    openblas.blas_set_num_threads(1);
  }

  private Blas() {}

  /** From the first call on. */
  static void useOneThread() {}
}
