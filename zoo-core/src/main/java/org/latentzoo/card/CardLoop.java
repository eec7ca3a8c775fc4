package org.latentzoo.card;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.latentzoo.kernel.Broadcast;
import org.latentzoo.kernel.LoopBuilder;
import org.latentzoo.kernel.Pointwise;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A loop as a kernel: a thread an element, or, where rows are summed up, a block of threads a row.
 */
public final class CardLoop implements LoopBuilder {
  private static final int THREADS = 256;
  private static final int WARP = 32;

  private final CudaModule module;
  private final int length;
  private final List<INDArray> read = new ArrayList<>();
  private final List<INDArray> written = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();
  private final StringBuilder sums = new StringBuilder();
  private final StringBuilder totals = new StringBuilder();
  private int values;
  private int row = 1;

  /** Over {@code length} elements, in {@code module}. */
  public CardLoop(CudaModule module, int length) {
    this.module = module;
    this.length = length;
  }

  @Override
  public int read(INDArray array, long[] own, long[] shape) {
    read.add(array);
    return value("in%s[%s]".formatted(read.size() - 1, index(own, shape)));
  }

  /** Where the i-th element of the larger array is in the smaller. */
  private static String index(long[] own, long[] shape) {
    var axes = Broadcast.of(own, shape).orElseThrow();
    if (axes.inner() == Arrays.stream(shape).reduce(1, (a, b) -> a * b)) {
      return axes.varies() ? "i" : "0";
    }
    if (axes.isOneRow()) {
      return "i %% %su".formatted(axes.inner());
    }
    var row = "i / %su".formatted(axes.inner());
    var base =
        "%s / %su * %su + %s %% %su * %su"
            .formatted(
                row, axes.middle(), axes.outerStride(), row, axes.middle(), axes.middleStride());
    return axes.varies() ? base + " + i %% %su".formatted(axes.inner()) : base;
  }

  @Override
  public int number(float number) {
    return value(CudaModule.number(number));
  }

  @Override
  public int apply(Pointwise function, int x, int y) {
    return value("%s(v%s, v%s)".formatted(function, x, y));
  }

  private int value(String expression) {
    body.append("    float v%s = %s;\n".formatted(values, expression));
    return values++;
  }

  @Override
  public void write(int value, INDArray array) {
    body.append("    out%s[i] = v%s;\n".formatted(written.size(), value));
    written.add(array);
  }

  @Override
  public void sum(int value, int columns, float scale, INDArray array) {
    int at = written.size();
    row = columns;
    sums.append("  float s%s = 0;\n".formatted(at));
    body.append("    s%s += v%s;\n".formatted(at, value));
    totals.append(
        "  s%s = total(s%s);\n  if (threadIdx.x == 0) out%s[blockIdx.x] = %s * s%s;\n"
            .formatted(at, at, at, CudaModule.number(scale), at));
    written.add(array);
  }

  /** The kernel that does it. */
  public Launch build() {
    return row == 1 ? elements() : rows();
  }

  private Launch elements() {
    var text =
        "  unsigned i = blockIdx.x * %su + threadIdx.x;\n  if (i < %su) {\n%s  }\n"
            .formatted(THREADS, length, body);
    return launch(text, (length + THREADS - 1L) / THREADS, THREADS);
  }

  private Launch rows() {
    int threads = Math.min(THREADS, (row + WARP - 1) / WARP * WARP);
    var text =
        "%s  for (unsigned c = threadIdx.x; c < %su; c += %su) {\n    unsigned i = blockIdx.x * %su + c;\n%s  }\n%s"
            .formatted(sums, row, threads, row, body, totals);
    return launch(text, length / row, threads);
  }

  private Launch launch(String text, long blocks, int threads) {
    var parameters =
        Stream.concat(
                IntStream.range(0, read.size()).mapToObj(i -> "const float* in" + i),
                IntStream.range(0, written.size()).mapToObj(i -> "float* out" + i))
            .collect(Collectors.joining(", "));
    var name = module.add(parameters, text);
    return new KernelLaunch(module, name, blocks, threads, read, written);
  }
}
