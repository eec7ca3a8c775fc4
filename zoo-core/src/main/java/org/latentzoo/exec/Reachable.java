package org.latentzoo.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;

/** Dead-op elimination: the ops that some outputs need, each after those that it reads. */
final class Reachable {
  private final SameDiff function;
  private final Set<String> given;

  /**
   * @param given variables whose value is known, so that nothing need compute them
   */
  Reachable(SameDiff function, Set<String> given) {
    this.function = function;
    this.given = given;
  }

  /**
   * Orders the ops.
   *
   * @throws IllegalArgumentException if an output is no variable of the function
   */
  List<Node> from(List<String> outputs) {
    var order = new ArrayList<Node>();
    var done = new HashSet<String>();
    var open = new ArrayDeque<String>();
    for (var output : outputs) {
      if (!function.hasVariable(output)) {
        throw new IllegalArgumentException("The graph has no variable '" + output + "'.");
      }
      producer(output).ifPresent(open::push);
      while (!open.isEmpty()) {
        var name = open.peek();
        var node = Node.of(function.getOps().get(name));
        var waiting = done.contains(name) ? List.<String>of() : unmet(node, done);
        if (!waiting.isEmpty()) {
          waiting.forEach(open::push);
          continue;
        }
        open.pop();
        if (done.add(name)) {
          order.add(node);
        }
      }
    }
    return order;
  }

  private List<String> unmet(Node node, Set<String> done) {
    return node.inputs().stream()
        .flatMap(variable -> producer(variable).stream())
        .filter(op -> !done.contains(op))
        .toList();
  }

  private Optional<String> producer(String variable) {
    return given.contains(variable)
        ? Optional.empty()
        : Optional.ofNullable(function.getVariables().get(variable).getOutputOfOp());
  }
}
