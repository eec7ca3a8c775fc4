package org.latentzoo.card;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array with its axes in another order, as a kernel, a thread a number. */
public final class CardPermutation {
  private static final int THREADS = 256;

  private CardPermutation() {}

  /**
   * The kernel of {@code module} that writes {@code from} to {@code to}.
   *
   * @param axes the axis of {@code from} that each axis of {@code to} is
   */
  public static Launch of(CudaModule module, INDArray from, int[] axes, INDArray to) {
    var text =
        new StringBuilder("  unsigned i = blockIdx.x * %su + threadIdx.x;\n".formatted(THREADS));
    text.append("  if (i >= %su) return;\n  unsigned rest = i, at = 0;\n".formatted(to.length()));
    for (int axis = axes.length - 1; axis >= 0; axis--) {
      text.append(
          "  at += rest %% %su * %su; rest /= %su;\n"
              .formatted(to.size(axis), from.stride(axes[axis]), to.size(axis)));
    }
    text.append("  to[i] = from[at];\n");
    long blocks = (to.length() + THREADS - 1) / THREADS;
    var name = module.add("const float* from, float* to", text.toString());
    return new KernelLaunch(module, name, blocks, THREADS, List.of(from), List.of(to));
  }
}
