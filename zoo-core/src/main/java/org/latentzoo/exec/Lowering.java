package org.latentzoo.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Ops whose kernels are slow, by a few fast ones of the same value. Gradients of activations are
 * told from what the activation returned, which is at hand: captured programs compute nothing
 * twice. Sums over rows or columns are products with ones.
 */
final class Lowering {
  private final Function<String, INDArray> values;
  private final Predicate<String> isGiven;
  private final BiConsumer<String, INDArray> constants;

  /**
   * @param values the arrays of an op's inputs
   * @param isGiven whether an input is a constant of the function, whose gradient nobody reads
   * @param constants takes the name and the value of each constant that new ops read
   */
  Lowering(
      Function<String, INDArray> values,
      Predicate<String> isGiven,
      BiConsumer<String, INDArray> constants) {
    this.values = values;
    this.isGiven = isGiven;
    this.constants = constants;
  }

  /** The ops to run in place of {@code op}, itself where there are no better ones. */
  List<Node> apply(Node op) {
    if (!op.inputs().isEmpty() && values.apply(op.inputs().get(0)).dataType().isFPType()) {
      var recipe = new Recipe(op);
      if (rule(op, recipe)) {
        return recipe.nodes;
      }
    }
    return List.of(op);
  }

  /** The name of a constant of the number that {@code array} repeats. */
  String number(INDArray array) {
    return number(array.dataType(), array.getDouble(0));
  }

  private String number(DataType dtype, double value) {
    return constant("number " + value, Nd4j.scalar(dtype, value));
  }

  private String constant(String what, INDArray value) {
    var name = "~" + what + " " + value.dataType();
    constants.accept(name, value);
    return name;
  }

  private boolean rule(Node op, Recipe to) {
    return switch (op.kind()) {
      case "tanh" -> to.ends("tanh", to.x());
      case "sigmoid" -> to.ends("sigmoid", to.x());
      case "relu" -> parameter(op) == 0 && to.ends("relu", to.x());
      case "elu" -> parameter(op) == 1 && to.ends("elu", to.x());
      case "tanh_bp" -> tanhGradient(to);
      case "sigmoid_bp" -> sigmoidGradient(to);
      case "relu_bp", "thresholdedrelu_bp" -> parameter(op) == 0 && reluGradient(to);
      case "elu_bp" -> parameter(op) == 1 && eluGradient(to);
      case "add_bp", "subtract_bp", "multiply_bp" -> new BroadcastGradient(op, to).lowers();
      default -> false;
    };
  }

  /** The threshold or scale of an activation, the first number it is given. */
  private static double parameter(Node op) {
    if (op.op() instanceof CustomOp custom) {
      return custom.tArgs().length == 0 ? 0 : custom.tArgs()[0];
    }
    return ((ScalarOp) op.op()).scalar().getDouble(0);
  }

  /** g (1 - y^2) for y = tanh x. */
  private boolean tanhGradient(Recipe to) {
    var y = to.op("tanh", to.x());
    var slope = to.op("subtract", to.number(1), to.op("multiply", y, y));
    return to.ends("multiply", to.g(), slope);
  }

  /** g y (1 - y) for y = sigmoid x. */
  private boolean sigmoidGradient(Recipe to) {
    var y = to.op("sigmoid", to.x());
    var slope = to.op("multiply", y, to.op("subtract", to.number(1), y));
    return to.ends("multiply", to.g(), slope);
  }

  /** g sign(y) for y = max(x, 0); NaN, not 0, where an infinite g comes to a unit that is off. */
  private boolean reluGradient(Recipe to) {
    return to.ends("multiply", to.g(), to.sign(to.op("relu", to.x())));
  }

  /** g (min(y, 0) + 1) for y = elu x. */
  private boolean eluGradient(Recipe to) {
    var y = to.op("elu", to.x());
    var slope = to.op("add", to.op("minimum", y, to.number(0)), to.number(1));
    return to.ends("multiply", to.g(), slope);
  }

  /** The gradients of x + y, x - y and x y, where one may be a row, or a column, of the other. */
  private final class BroadcastGradient {
    private final Node op;
    private final Recipe to;
    private final INDArray x;
    private final INDArray y;
    private final INDArray g;

    BroadcastGradient(Node op, Recipe to) {
      this.op = op;
      this.to = to;
      this.x = values.apply(op.inputs().get(0));
      this.y = values.apply(op.inputs().get(1));
      this.g = values.apply(op.inputs().get(2));
    }

    boolean lowers() {
      if (isWhole(x) && y.length() == 1 && isGiven.test(op.inputs().get(1))) {
        ofNumber();
        return true;
      }
      if (!isSum(x) || !isSum(y)) {
        return false;
      }
      var upstream = op.inputs().get(2);
      var outputs = op.outputs();
      switch (op.kind()) {
        case "add_bp" -> {
          sum(x, upstream, outputs.get(0));
          sum(y, upstream, outputs.get(1));
        }
        case "subtract_bp" -> {
          sum(x, upstream, outputs.get(0));
          sum(y, to.op("multiply", upstream, to.number(-1)), outputs.get(1));
        }
        default -> {
          sum(x, to.op("multiply", upstream, op.inputs().get(1)), outputs.get(0));
          sum(y, to.op("multiply", upstream, op.inputs().get(0)), outputs.get(1));
        }
      }
      return true;
    }

    /** The gradient of x alone, where y is a number that stays. */
    private void ofNumber() {
      var upstream = op.inputs().get(2);
      var out = op.outputs().get(0);
      if (op.kind().equals("multiply_bp")) {
        to.into(out, "multiply", upstream, op.inputs().get(1));
      } else {
        to.alias(upstream, out);
      }
    }

    private boolean isWhole(INDArray part) {
      return Arrays.equals(part.shape(), g.shape());
    }

    /** Not along axes of a single element, which some reductions do not survive. */
    private boolean isSum(INDArray part) {
      boolean wide = Arrays.stream(g.shape()).allMatch(size -> size > 1);
      boolean sameRank = part.rank() == g.rank();
      boolean row = part.rank() == 1 && g.rank() == 2 && part.length() == g.size(1);
      boolean number = part.rank() == 0 && g.rank() <= 2;
      return part.dataType() == g.dataType()
          && (isWhole(part) || (wide && (sameRank || row || number)));
    }

    /** Sums {@code terms}, shaped like g, to the shape of {@code part}. */
    private void sum(INDArray part, String terms, String out) {
      boolean matrix = g.rank() == 2;
      if (isWhole(part)) {
        to.alias(terms, out);
      } else if (part.rank() == 0) {
        to.into(out, "reduce_sum", matrix ? to.op("matmul", to.ones(g.size(0)), terms) : terms);
      } else if (matrix && part.rank() == 1) {
        to.into(out, "matmul", to.ones(g.size(0)), terms);
      } else if (matrix && part.size(0) == 1 && part.size(1) == g.size(1)) {
        to.into(out, "matmul", to.ones(1, g.size(0)), terms);
      } else if (matrix && part.size(1) == 1 && part.size(0) == g.size(0)) {
        to.into(out, "matmul", terms, to.ones(g.size(1), 1));
      } else {
        to.sumInto(out, terms, axes(part));
      }
    }

    private long[] axes(INDArray part) {
      return IntStream.range(0, g.rank())
          .filter(axis -> part.size(axis) != g.size(axis))
          .mapToLong(axis -> axis)
          .toArray();
    }
  }

  /** New ops in their order; those that yield a value name it. */
  private final class Recipe {
    private final List<Node> nodes = new ArrayList<>();
    private final Node replaced;
    private final DataType dtype;

    Recipe(Node replaced) {
      this.replaced = replaced;
      this.dtype = values.apply(x(replaced)).dataType();
    }

    private static String x(Node op) {
      return op.inputs().get(0);
    }

    String x() {
      return x(replaced);
    }

    /** The upstream gradient of an activation's gradient. */
    String g() {
      return replaced.inputs().get(1);
    }

    String op(String kind, String... inputs) {
      var name = fresh();
      into(name, kind, inputs);
      return name;
    }

    String sign(String input) {
      var name = fresh();
      nodes.add(new Node(new Sign(), List.of(input), List.of(name)));
      return name;
    }

    void into(String name, String kind, String... inputs) {
      var op = DynamicCustomOp.builder(kind).build();
      if (kind.equals("relu") || kind.equals("elu")) {
        op.addTArgument(kind.equals("relu") ? 0.0 : 1.0);
      }
      nodes.add(new Node(op, List.of(inputs), List.of(name)));
    }

    /** Along {@code axes}, which stay with size 1. */
    void sumInto(String name, String input, long... axes) {
      var op = DynamicCustomOp.builder("reduce_sum").build();
      op.addIArgument(axes);
      op.addBArgument(true);
      nodes.add(new Node(op, List.of(input), List.of(name)));
    }

    boolean ends(String kind, String... inputs) {
      into(replaced.outputs().get(0), kind, inputs);
      return true;
    }

    void alias(String input, String name) {
      nodes.add(new Node(new Identity(), List.of(input), List.of(name)));
    }

    String number(double value) {
      return Lowering.this.number(dtype, value);
    }

    String ones(long... shape) {
      return constant("ones " + Arrays.toString(shape), Nd4j.ones(dtype, shape));
    }

    private String fresh() {
      return "~%s %d".formatted(replaced.outputs().get(0), nodes.size());
    }
  }
}
