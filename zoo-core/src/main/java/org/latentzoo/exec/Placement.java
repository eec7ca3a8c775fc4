package org.latentzoo.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;
import org.nd4j.linalg.factory.Nd4j;

/** Gives each value of a program its final place, so that few buffers serve many of them. */
final class Placement {
  private final Values values;
  private final Set<String> varying;
  private final List<String> outputs;

  private final Arena arena = new Arena();
  private final Map<String, Arena.Lease> leases = new HashMap<>();

  /**
   * @param varying the values that change at a rerun
   * @param outputs the values that are read after a run
   */
  Placement(Values values, Set<String> varying, List<String> outputs) {
    this.values = values;
    this.varying = varying;
    this.outputs = outputs;
  }

  /**
   * The program that does {@code order}.
   *
   * @param invariant how many of it, the first, a rerun leaves out
   */
  Program program(List<Work> order, int invariant) {
    var lastUse = lastUse(order, invariant);
    boolean shared =
        Nd4j.getEnvironment().isCPU()
            && order.stream().anyMatch(FusedOps.class::isInstance)
            && order.stream().noneMatch(work -> work instanceof Node op && op.isConvolution());
    var steps = new ArrayList<Step>();
    for (int i = 0; i < order.size(); i++) {
      var work = order.get(i);
      var in = values.get(work.inputs());
      work.outputs().forEach(this::place);
      steps.add(work.bind(in, values.get(work.outputs()), shared));
      endingAt(i, work, lastUse).forEach(this::giveBack);
    }
    var copies = new ArrayList<Step>();
    var results = new HashMap<String, INDArray>();
    outputs.forEach(name -> results.put(name, result(name, copies)));
    var body = new ArrayList<>(steps.subList(invariant, steps.size()));
    body.addAll(copies);
    return new Program(
        shared, steps.subList(0, invariant), body, values.placeholders(), results, arena.bytes());
  }

  /** Where in {@code order} each value is read last; the largest number if it is read after all. */
  private Map<String, Integer> lastUse(List<Work> order, int invariant) {
    var lastUse = new HashMap<String, Integer>();
    for (int i = 0; i < order.size(); i++) {
      for (var name : order.get(i).inputs()) {
        boolean outlivesRerun = i >= invariant && !varying.contains(values.source(name));
        lastUse.put(values.source(name), outlivesRerun ? Integer.MAX_VALUE : i);
      }
    }
    outputs.forEach(name -> lastUse.put(values.source(name), Integer.MAX_VALUE));
    return lastUse;
  }

  private void place(String name) {
    if (values.isBound(name)) {
      values.put(name, values.target(name));
    } else {
      var shape = values.get(name);
      var lease = arena.take(shape.dataType(), shape.shape());
      leases.put(name, lease);
      values.put(name, lease.array());
    }
  }

  /** Values read here for the last time, and outputs of this work that nobody reads. */
  private List<String> endingAt(int i, Work work, Map<String, Integer> lastUse) {
    var ending = new ArrayList<String>();
    work.inputs().stream()
        .map(values::source)
        .filter(n -> lastUse.get(n) == i)
        .forEach(ending::add);
    work.outputs().stream().filter(n -> !lastUse.containsKey(n)).forEach(ending::add);
    return ending;
  }

  private void giveBack(String name) {
    var lease = leases.remove(name);
    if (lease != null) {
      arena.giveBack(lease);
    }
  }

  /** An output that is another name of a value, or folded, still reaches the array bound to it. */
  private INDArray result(String name, List<Step> copies) {
    var value = values.get(name);
    if (!values.isBound(name)) {
      return value;
    }
    var target = values.target(name);
    if (value != target) {
      var assign = new Assign(value, target);
      copies.add(OpStep.bind(assign, new INDArray[] {value}, new INDArray[] {target}));
    }
    return target;
  }
}
