package org.latentzoo.card;

import java.util.List;
import org.latentzoo.kernel.Move;

/** A {@link Move} as a kernel, a thread a number. */
public final class CardMove {
  private static final int THREADS = 256;

  private CardMove() {}

  /** The kernel of {@code module} that does {@code move}. */
  public static Launch of(CudaModule module, Move move) {
    var from = move.from();
    int length = move.runs() * move.run();
    var value =
        from == null
            ? "0"
            : "from[%su + i / %su * %su + i %% %su]"
                .formatted(move.start(), move.run(), move.step(), move.run());
    var text =
        "  unsigned i = blockIdx.x * %su + threadIdx.x;\n  if (i < %su) to[%su + i / %su * %su + i %% %su] = %s;\n"
            .formatted(THREADS, length, move.at(), move.run(), move.toStep(), move.run(), value);
    var name = module.add(from == null ? "float* to" : "const float* from, float* to", text);
    return new KernelLaunch(
        module,
        name,
        (length + THREADS - 1) / THREADS,
        THREADS,
        from == null ? List.of() : List.of(from),
        List.of(move.to()));
  }
}
