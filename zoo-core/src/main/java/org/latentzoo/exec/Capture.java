package org.latentzoo.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.IdentityN;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/** The passes that turn a SameDiff function into a {@link Program}. */
final class Capture {
  private static final Set<String> SHAPE_ONLY = Set.of("shape_of", "size", "size_at", "rank");

  private final SameDiff function;
  private final List<String> outputs;
  private final Map<String, INDArray> bound;
  private final Set<String> noise;
  private final Set<String> given;

  private final Map<String, INDArray> values = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Set<String> constants = new HashSet<>();
  private final Set<String> varying = new HashSet<>();
  private final Set<String> placeholders = new HashSet<>();
  private final Map<Object, Node> computed = new HashMap<>();
  private final Zeros zeros = new Zeros();
  private final Arena unread = new Arena();
  private final Lowering lowering = new Lowering(this::value, this::constant);

  Capture(
      SameDiff function,
      List<String> outputs,
      Map<String, INDArray> bound,
      Set<String> noise,
      Set<String> given) {
    this.function = function;
    this.outputs = outputs;
    this.bound = bound;
    this.noise = noise;
    this.given = given;
  }

  Program program() {
    var ops = new Reachable(function, given).from(outputs);
    ops.forEach(Supported::require);
    var kept = needed(evaluate(ops));
    var work = new ArrayList<>(fused(kept.stream().filter(op -> !isVarying(op)).toList(), kept));
    int invariant = work.size();
    work.addAll(fused(kept.stream().filter(this::isVarying).toList(), kept));
    return place(work, invariant);
  }

  /** The work of {@code part}, a part of all ops that are {@code kept}. */
  private List<Work> fused(List<Node> part, List<Node> kept) {
    var others = new HashSet<>(kept);
    part.forEach(others::remove);
    var wanted = new HashSet<String>();
    outputs.forEach(name -> wanted.add(source(name)));
    others.forEach(op -> op.inputs().forEach(name -> wanted.add(source(name))));
    return Nd4j.getEnvironment().isCPU()
        ? new Fusion(this::value, this::source).apply(part, wanted)
        : List.copyOf(part);
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

  private void evaluate(Node op, List<Node> kept) {
    var names = op.inputs();
    if (isIdentity(op)) {
      for (int i = 0; i < op.outputs().size(); i++) {
        aliases.put(op.outputs().get(i), source(names.get(i)));
      }
      return;
    }
    var sources = names.stream().map(this::source).toList();
    var same = op.identity(sources).map(key -> computed.putIfAbsent(key, op));
    if (same.isPresent()) {
      for (int i = 0; i < op.outputs().size(); i++) {
        aliases.put(op.outputs().get(i), source(same.get().outputs().get(i)));
      }
      return;
    }
    var in = names.stream().map(this::value).toArray(INDArray[]::new);
    boolean zero = zeros.yields(op, sources);
    boolean folded = isFoldable(op, sources);
    var out = allocate(op, in, zero || folded);
    for (int i = 0; i < out.length; i++) {
      values.put(op.outputs().get(i), out[i]);
    }
    if (zero) {
      constants.addAll(op.outputs());
      return;
    }
    var term = zeros.leaves(op, sources);
    if (term.isPresent() && Arrays.equals(value(term.get()).shape(), out[0].shape())) {
      aliases.put(op.outputs().get(0), term.get());
      return;
    }
    if (folded) {
      OpStep.bind(op.op(), in, out).run();
      constants.addAll(op.outputs());
      return;
    }
    kept.add(op);
    if (sources.stream().anyMatch(n -> noise.contains(n) || varying.contains(n))) {
      varying.addAll(op.outputs());
    }
  }

  /** The ops that an output depends on, in their order. */
  private List<Node> needed(List<Node> ops) {
    var read = new HashSet<String>();
    outputs.forEach(name -> read.add(source(name)));
    var needed = new ArrayDeque<Node>();
    for (int i = ops.size() - 1; i >= 0; i--) {
      var op = ops.get(i);
      if (op.outputs().stream().anyMatch(read::contains)) {
        op.inputs().forEach(name -> read.add(source(name)));
        needed.addFirst(op);
      }
    }
    return List.copyOf(needed);
  }

  /** Gives each value its final place and binds the ops to it. */
  private Program place(List<Work> order, int invariant) {
    var lastUse = new HashMap<String, Integer>();
    for (int i = 0; i < order.size(); i++) {
      for (var name : order.get(i).inputs()) {
        boolean outlivesRerun = i >= invariant && !varying.contains(source(name));
        lastUse.put(source(name), outlivesRerun ? Integer.MAX_VALUE : i);
      }
    }
    var results = new HashMap<String, INDArray>();
    outputs.forEach(name -> lastUse.put(source(name), Integer.MAX_VALUE));

    boolean shared =
        Nd4j.getEnvironment().isCPU()
            && order.stream().anyMatch(FusedOps.class::isInstance)
            && order.stream().noneMatch(work -> work instanceof Node op && op.isConvolution());
    var arena = new Arena();
    var leases = new HashMap<String, Arena.Lease>();
    var steps = new ArrayList<Step>();
    for (int i = 0; i < order.size(); i++) {
      var op = order.get(i);
      var in = op.inputs().stream().map(this::value).toArray(INDArray[]::new);
      for (var name : op.outputs()) {
        if (bound.containsKey(name)) {
          values.put(name, target(name));
        } else {
          var shape = values.get(name);
          leases.put(name, arena.take(shape.dataType(), shape.shape()));
          values.put(name, leases.get(name).array());
        }
      }
      var out = op.outputs().stream().map(values::get).toArray(INDArray[]::new);
      steps.add(op.bind(in, out, shared));
      for (var name : leasesEndingAt(i, op, lastUse)) {
        var lease = leases.remove(name);
        if (lease != null) {
          arena.giveBack(lease);
        }
      }
    }
    var copies = new ArrayList<Step>();
    for (var name : outputs) {
      results.put(name, result(name, copies));
    }
    var body = new ArrayList<>(steps.subList(invariant, steps.size()));
    body.addAll(copies);
    return new Program(
        shared, steps.subList(0, invariant), body, placeholders, results, arena.bytes());
  }

  /** Values read here for the last time, and outputs of this op that nobody reads. */
  private List<String> leasesEndingAt(int i, Work op, Map<String, Integer> lastUse) {
    var ending = new ArrayList<String>();
    op.inputs().stream().map(this::source).filter(n -> lastUse.get(n) == i).forEach(ending::add);
    op.outputs().stream().filter(n -> !lastUse.containsKey(n)).forEach(ending::add);
    return ending;
  }

  /** An output that is another name of a value, or folded, still reaches the array bound to it. */
  private INDArray result(String name, List<Step> copies) {
    var value = value(name);
    if (!bound.containsKey(name) || value == bound.get(name)) {
      return value;
    }
    var assign = new Assign(value, target(name));
    copies.add(OpStep.bind(assign, new INDArray[] {value}, new INDArray[] {bound.get(name)}));
    return bound.get(name);
  }

  private INDArray target(String name) {
    var target = bound.get(name);
    if (!Arrays.equals(target.shape(), value(name).shape())) {
      throw new IllegalArgumentException(
          "Output '%s' has shape %s, the array bound to it %s."
              .formatted(
                  name, Arrays.toString(value(name).shape()), Arrays.toString(target.shape())));
    }
    return target;
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
    var lease = unread.take(dtype, shape);
    unread.giveBack(lease);
    return lease.array();
  }

  private static List<LongShapeDescriptor> outputShapes(DifferentialFunction op, INDArray[] in) {
    var context = OpStep.context(op, in);
    return op instanceof CustomOp custom
        ? custom.calculateOutputShape(context)
        : ((BaseOp) op).calculateOutputShape(context);
  }

  private String source(String name) {
    return aliases.getOrDefault(name, name);
  }

  private INDArray value(String name) {
    var source = source(name);
    var known = values.get(source);
    if (known != null) {
      return known;
    }
    var variable = function.getVariable(source);
    var array = bound.get(source);
    if (array == null && variable.getVariableType() != VariableType.PLACEHOLDER) {
      array = variable.getArr();
    }
    if (variable.isPlaceHolder()) {
      placeholders.add(source);
    }
    if (array == null) {
      throw new IllegalArgumentException("No array is bound to placeholder '" + source + "'.");
    }
    return array;
  }

  private boolean isFoldable(Node op, List<String> sources) {
    return SHAPE_ONLY.contains(op.kind()) || sources.stream().allMatch(this::isConstant);
  }

  private boolean isConstant(String name) {
    return constants.contains(name)
        || (function.hasVariable(name)
            && function.getVariable(name).getVariableType() == VariableType.CONSTANT);
  }

  private void constant(String name, INDArray value) {
    if (constants.add(name)) {
      values.put(name, value);
    }
  }

  private boolean isVarying(Node op) {
    return varying.contains(op.outputs().get(0));
  }

  private static boolean isIdentity(Node op) {
    return op.op() instanceof Identity || op.op() instanceof IdentityN || op.stopsGradient();
  }
}
