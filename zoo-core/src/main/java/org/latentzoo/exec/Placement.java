package org.latentzoo.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives each value of a program its final place, so that few buffers serve many of them. */
final class Placement {
  private final Values values;
  private final Set<String> varying;
  private final List<String> outputs;
  private final Set<String> sources;

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
    this.sources = outputs.stream().map(values::source).collect(Collectors.toSet());
  }

  /**
   * The program that does {@code order}.
   *
   * @param invariant how many of it, the first, a rerun leaves out
   */
  Program program(List<Work> order, int invariant) {
    var lastUse = lastUse(order, invariant);
    var target = Target.of(order);
    var steps = new ArrayList<Step>();
    for (int i = 0; i < order.size(); i++) {
      var work = order.get(i);
      var in = values.get(work.inputs());
      work.outputs().forEach(this::place);
      steps.add(work.bind(in, values.get(work.outputs()), target));
      endingAt(i, work, lastUse).forEach(this::giveBack);
    }
    var results = new HashMap<String, INDArray>();
    outputs.forEach(name -> results.put(name, result(name, target, steps)));
    return new Program(
        target.isShared(),
        steps,
        target.arranged(steps),
        target.arranged(steps.subList(invariant, steps.size())),
        values.placeholders(),
        results,
        arena.bytes());
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
      var lease = arena.take(shape.dataType(), shape.shape(), sources.contains(name));
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
  private INDArray result(String name, Target target, List<Step> steps) {
    var value = values.get(name);
    if (!values.isBound(name)) {
      return value;
    }
    var bound = values.target(name);
    if (value != bound) {
      steps.add(target.copy(value, bound));
    }
    return bound;
  }
}
