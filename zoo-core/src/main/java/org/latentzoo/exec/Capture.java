package org.latentzoo.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.latentzoo.kernel.Broadcast;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.IdentityN;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/** The passes that turn a SameDiff function into a {@link Program}. */
final class Capture {
  /** Of their inputs they read no values. */
  private static final Set<String> SHAPE_ONLY = Set.of("shape_of", "size", "size_at", "rank");

  /** Of their first input they read no values: gradients of sums. */
  private static final Set<String> SPREADING = Set.of("reduce_sum_bp", "reduce_mean_bp");

  private static final Set<String> BROADCASTING = Set.of("add", "subtract", "multiply", "divide");

  private final SameDiff function;
  private final List<String> outputs;
  private final Values values;
  private final Set<String> noise;
  private final Set<String> given;

  private final Set<String> varying = new HashSet<>();
  private final Map<Object, Node> computed = new HashMap<>();
  private final Zeros zeros = new Zeros();
  private final Arena unread = new Arena();
  private final Lowering lowering;

  Capture(
      SameDiff function,
      List<String> outputs,
      Map<String, INDArray> bound,
      Set<String> noise,
      Set<String> given) {
    this.function = function;
    this.outputs = outputs;
    this.noise = noise;
    this.given = given;
    values = new Values(function, bound);
    lowering = new Lowering(values::get, values::isGiven, values::constant);
  }

  Program program() {
    var ops = new Reachable(function, given).from(outputs);
    ops.forEach(Supported::require);
    var kept = needed(evaluate(ops));
    var work = new ArrayList<>(fused(kept.stream().filter(op -> !isVarying(op)).toList(), kept));
    int invariant = work.size();
    work.addAll(fused(kept.stream().filter(this::isVarying).toList(), kept));
    return new Placement(values, varying, outputs).program(work, invariant);
  }

  /** The work of {@code part}, a part of all ops that are {@code kept}. */
  private List<Work> fused(List<Node> part, List<Node> kept) {
    var others = new HashSet<>(kept);
    part.forEach(others::remove);
    var wanted = new HashSet<String>();
    outputs.forEach(name -> wanted.add(values.source(name)));
    others.forEach(op -> op.inputs().forEach(name -> wanted.add(values.source(name))));
    return new Fusion(values::get, values::source).apply(part, wanted);
  }

  /**
   * Settles the shape of every value, runs the ops that are folded into constants, and keeps those
   * that have to run at every replay: all others but mere other names of a value that is there.
   */
  private List<Node> evaluate(List<Node> ops) {
    var kept = new ArrayList<Node>();
    for (var op : ops) {
      lowering.apply(op).forEach(node -> evaluate(node, kept));
    }
    return kept;
  }

  private void evaluate(Node given, List<Node> kept) {
    var op = withNumbers(given);
    var names = op.inputs();
    if (isIdentity(op)) {
      alias(op, names);
      return;
    }
    var sources = names.stream().map(values::source).toList();
    var same = op.identity(sources).map(key -> computed.putIfAbsent(key, op));
    if (same.isPresent()) {
      alias(op, same.get().outputs());
      return;
    }
    var in = values.get(names);
    boolean zero = zeros.yields(op, sources);
    boolean folded = isFoldable(op, sources);
    var out = allocate(op, in, zero || folded);
    for (int i = 0; i < out.length; i++) {
      values.put(op.outputs().get(i), out[i]);
    }
    if (zero) {
      values.fix(op.outputs());
      return;
    }
    var term = zeros.leaves(op, sources);
    if (term.isPresent() && Arrays.equals(values.get(term.get()).shape(), out[0].shape())) {
      values.alias(op.outputs().get(0), term.get());
      return;
    }
    if (folded) {
      OpStep.bind(op.op(), in, out).run();
      values.fix(op.outputs());
      return;
    }
    kept.add(op);
    if (noise.isEmpty()
        || sources.stream().anyMatch(n -> noise.contains(n) || varying.contains(n))) {
      varying.addAll(op.outputs());
    }
  }

  /**
   * The op with a number for a constant that repeats one, as the gradient of a mean does: a loop
   * then reads no array.
   */
  private Node withNumbers(Node op) {
    if (!BROADCASTING.contains(op.kind()) || op.inputs().size() != 2) {
      return op;
    }
    var x = op.inputs().get(0);
    var y = op.inputs().get(1);
    var inputs = List.of(number(x, y).orElse(x), number(y, x).orElse(y));
    return inputs.equals(op.inputs()) ? op : new Node(op.op(), inputs, op.outputs());
  }

  /**
   * The number that {@code name} repeats, where the result has the shape of {@code other}; none for
   * zeros, whose sums and products nobody computes.
   */
  private Optional<String> number(String name, String other) {
    boolean isZero = zeros.contains(values.source(name));
    if (!isConstant(name) || isConstant(other) || isZero) {
      return Optional.empty();
    }
    var array = values.get(name);
    boolean repeats =
        array.length() > 1
            && array.dataType().isFPType()
            && Broadcast.of(array.shape(), values.get(other).shape()).isPresent()
            && array.eq(array.getDouble(0)).all();
    return repeats ? Optional.of(lowering.number(array)) : Optional.empty();
  }

  private boolean isConstant(String name) {
    return values.isConstant(values.source(name));
  }

  private void alias(Node op, List<String> names) {
    for (int i = 0; i < op.outputs().size(); i++) {
      values.alias(op.outputs().get(i), names.get(i));
    }
  }

  /** The ops that an output depends on, in their order. */
  private List<Node> needed(List<Node> ops) {
    var read = new HashSet<String>();
    outputs.forEach(name -> read.add(values.source(name)));
    var needed = new ArrayDeque<Node>();
    for (int i = ops.size() - 1; i >= 0; i--) {
      var op = ops.get(i);
      if (op.outputs().stream().anyMatch(read::contains)) {
        op.inputs().forEach(name -> read.add(values.source(name)));
        needed.addFirst(op);
      }
    }
    return List.copyOf(needed);
  }

  /** Arrays for what {@code op} yields. */
  private INDArray[] allocate(Node op, INDArray[] in, boolean read) {
    var names = op.outputs();
    var shapes = outputShapes(op.op(), in);
    if (shapes.size() != names.size()) {
      throw new IllegalArgumentException(
          "Op %s has %d outputs, but %d shapes were worked out."
              .formatted(op, names.size(), shapes.size()));
    }
    var out = new INDArray[names.size()];
    for (int i = 0; i < out.length; i++) {
      DataType dtype =
          op.op() instanceof CustomOp && function.hasVariable(names.get(i))
              ? function.getVariable(names.get(i)).dataType()
              : shapes.get(i).dataType();
      var shape = shapes.get(i).getShape();
      out[i] = read || !dtype.isFPType() ? Nd4j.create(dtype, shape) : unread(dtype, shape);
    }
    return out;
  }

  /** A shape of no values, over memory that all others of its kind share. */
  private INDArray unread(DataType dtype, long[] shape) {
    var lease = unread.take(dtype, shape, false);
    unread.giveBack(lease);
    return lease.array();
  }

  private static List<LongShapeDescriptor> outputShapes(DifferentialFunction op, INDArray[] in) {
    var context = OpStep.context(op, in);
    return op instanceof CustomOp custom
        ? custom.calculateOutputShape(context)
        : ((BaseOp) op).calculateOutputShape(context);
  }

  private boolean isFoldable(Node op, List<String> sources) {
    int shapes = SPREADING.contains(op.kind()) ? 1 : 0;
    return SHAPE_ONLY.contains(op.kind())
        || sources.stream().skip(shapes).allMatch(values::isConstant);
  }

  private boolean isVarying(Node op) {
    return varying.contains(op.outputs().get(0));
  }

  private static boolean isIdentity(Node op) {
    return op.op() instanceof Identity || op.op() instanceof IdentityN || op.stopsGradient();
  }
}
