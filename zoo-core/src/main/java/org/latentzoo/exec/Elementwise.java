package org.latentzoo.exec;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.latentzoo.kernel.Broadcast;
import org.latentzoo.kernel.Loop;
import org.latentzoo.kernel.Pointwise;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * An op as a kernel of a {@link Loop}.
 *
 * @param length how many elements the loop has
 * @param own the shape that each input is taken for
 * @param shape the shape of the loop
 * @param number the second argument where it is no input
 * @param columns how many elements of the kernel's values are summed up at a time, 1 for none
 * @param scale a factor of the sums
 */
record Elementwise(
    Node op,
    Pointwise function,
    int length,
    List<long[]> own,
    long[] shape,
    Optional<Float> number,
    int columns,
    float scale) {
  private static final Map<String, Pointwise> OF_ONE =
      Map.ofEntries(
          entry("neg", Pointwise.NEGATE),
          entry("abs", Pointwise.ABS),
          entry("sign", Pointwise.SIGN),
          entry("square", Pointwise.SQUARE),
          entry("sqrt", Pointwise.SQRT),
          entry("exp", Pointwise.EXP),
          entry("log", Pointwise.LOG),
          entry("log1p", Pointwise.LOG1P),
          entry("tanh", Pointwise.TANH),
          entry("sigmoid", Pointwise.SIGMOID));

  private static final Map<String, Pointwise> OF_TWO =
      Map.ofEntries(
          entry("add", Pointwise.ADD),
          entry("subtract", Pointwise.SUBTRACT),
          entry("multiply", Pointwise.MULTIPLY),
          entry("divide", Pointwise.DIVIDE),
          entry("maximum", Pointwise.MAX),
          entry("minimum", Pointwise.MIN));

  private static final Map<String, Pointwise> OF_A_NUMBER =
      Map.ofEntries(
          entry("add_scalar", Pointwise.ADD),
          entry("sub_scalar", Pointwise.SUBTRACT),
          entry("rsub_scalar", Pointwise.SUBTRACT_FROM),
          entry("mul_scalar", Pointwise.MULTIPLY),
          entry("div_scalar", Pointwise.DIVIDE),
          entry("rdiv_scalar", Pointwise.DIVIDE_INTO),
          entry("step", Pointwise.STEP));

  /**
   * The op as a kernel, where it is one.
   *
   * @param values the arrays of inputs and outputs
   */
  static Optional<Elementwise> of(Node op, Function<String, INDArray> values) {
    if (op.inputs().isEmpty() || op.outputs().size() != 1) {
      return Optional.empty();
    }
    var out = values.apply(op.outputs().get(0));
    var in = reads(op).stream().map(values).toArray(INDArray[]::new);
    return Loop.takes(out) && Arrays.stream(in).allMatch(Loop::takes)
        ? of(op, in, out)
        : Optional.empty();
  }

  private static Optional<Elementwise> of(Node op, INDArray[] in, INDArray out) {
    var kind = op.kind();
    if (OF_ONE.containsKey(kind) && in.length == 1) {
      return mapped(op, OF_ONE.get(kind), in, out, Optional.empty());
    }
    if (OF_TWO.containsKey(kind) && in.length == 2) {
      return mapped(op, OF_TWO.get(kind), in, out, Optional.empty());
    }
    if (OF_A_NUMBER.containsKey(kind) && op.op() instanceof ScalarOp scalar) {
      boolean given = in.length == 1;
      return mapped(
          op,
          OF_A_NUMBER.get(kind),
          in,
          out,
          given ? Optional.of(scalar.scalar().getFloat(0)) : Optional.empty());
    }
    return switch (kind) {
      case "relu" ->
          parameter(op) == 0
              ? mapped(op, Pointwise.RELU, in, out, Optional.empty())
              : Optional.empty();
      case "elu" ->
          parameter(op) == 1
              ? mapped(op, Pointwise.ELU, in, out, Optional.empty())
              : Optional.empty();
      case "reshape", "expand_dims", "squeeze" -> copied(op, out);
      case "reduce_sum" -> summed(op, in[0], out, 1);
      case "reduce_mean" -> summed(op, in[0], out, (float) out.length() / in[0].length());
      case "reduce_sum_bp" -> spread(op, in[0], out, 1);
      case "reduce_mean_bp" -> spread(op, in[0], out, (float) in[0].length() / out.length());
      default -> Optional.empty();
    };
  }

  /** The inputs that the kernel reads: of a gradient of sums not the terms, of others no axes. */
  private static List<String> reads(Node op) {
    return switch (op.kind()) {
      case "reduce_sum_bp", "reduce_mean_bp" -> List.of(op.inputs().get(1));
      case "reshape", "expand_dims", "squeeze", "reduce_sum", "reduce_mean" ->
          List.of(op.inputs().get(0));
      default -> op.inputs();
    };
  }

  /** The values that the kernel reads. */
  List<String> reads(UnaryOperator<String> source) {
    return reads(op).stream().map(source).toList();
  }

  /** The value that it computes. */
  String output() {
    return op.outputs().get(0);
  }

  /** Whether the values of the kernel are summed up. */
  boolean isSum() {
    return columns > 1;
  }

  private static double parameter(Node op) {
    return op.op() instanceof CustomOp custom && custom.tArgs().length > 0 ? custom.tArgs()[0] : -1;
  }

  private static Optional<Elementwise> mapped(
      Node op, Pointwise function, INDArray[] in, INDArray out, Optional<Float> number) {
    var own = Arrays.stream(in).map(INDArray::shape).toList();
    var shape = out.shape();
    return own.stream().allMatch(s -> Broadcast.of(s, shape).isPresent())
        ? Optional.of(new Elementwise(op, function, (int) out.length(), own, shape, number, 1, 1))
        : Optional.empty();
  }

  private static Optional<Elementwise> copied(Node op, INDArray out) {
    return Optional.of(
        new Elementwise(
            op,
            Pointwise.COPY,
            (int) out.length(),
            List.of(out.shape()),
            out.shape(),
            Optional.empty(),
            1,
            1));
  }

  /** A sum over the last axes, where shapes or the op leave no doubt that it is over these. */
  private static Optional<Elementwise> summed(Node op, INDArray in, INDArray out, float scale) {
    int columns = (int) (in.length() / out.length());
    if (columns == 1) {
      return copied(op, out);
    }
    return Loop.sums(columns) && isLeading(op, in.shape(), out.shape())
        ? Optional.of(
            new Elementwise(
                op,
                Pointwise.COPY,
                (int) in.length(),
                List.of(in.shape()),
                in.shape(),
                Optional.empty(),
                columns,
                scale))
        : Optional.empty();
  }

  /** The gradient g of such a sum, given to each of its terms. */
  private static Optional<Elementwise> spread(Node op, INDArray g, INDArray out, float scale) {
    if (!isLeading(op, out.shape(), g.shape())) {
      return Optional.empty();
    }
    var own = new long[out.rank()];
    Arrays.fill(own, 1);
    for (int i = 0, left = (int) g.length(); left > 1; i++) {
      own[i] = out.size(i);
      left /= (int) own[i];
    }
    return Optional.of(
        new Elementwise(
            op,
            Pointwise.MULTIPLY,
            (int) out.length(),
            List.of(own),
            out.shape(),
            Optional.of(scale),
            1,
            1));
  }

  /**
   * Whether {@code part} is the first sizes of {@code whole}, whatever sizes of 1 come after, and
   * no other axes were summed up to it: as the op says, or as none could have been.
   */
  private static boolean isLeading(Node op, long[] whole, long[] part) {
    int last = part.length;
    while (last > 0 && part[last - 1] == 1) {
      last--;
    }
    if (last > whole.length || !Arrays.equals(whole, 0, last, part, 0, last)) {
      return false;
    }
    long kept = Arrays.stream(part).reduce(1, (a, b) -> a * b);
    return last == 0 || ways(whole, kept, 0) == 1 || areSummed(op, last, whole.length);
  }

  /** Whether the op says that it sums up, or gave to, the axes from {@code first} on. */
  private static boolean areSummed(Node op, int first, int rank) {
    return op.op() instanceof CustomOp custom
        && Arrays.equals(
            Arrays.stream(custom.iArgs()).map(axis -> axis < 0 ? axis + rank : axis).toArray(),
            LongStream.range(first, rank).toArray());
  }

  /** In how many ways {@code product} is that of some of the sizes from the i-th on. */
  private static int ways(long[] sizes, long product, int i) {
    if (i == sizes.length) {
      return product == 1 ? 1 : 0;
    }
    if (sizes[i] == 1) {
      return ways(sizes, product, i + 1);
    }
    int with = product % sizes[i] == 0 ? ways(sizes, product / sizes[i], i + 1) : 0;
    return with + ways(sizes, product, i + 1);
  }
}
