package org.latentzoo.exec;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The values that are zero whatever the inputs. SameDiff's gradient of a stopped gradient is an
 * array of zeros, which it sends on through every op before.
 */
final class Zeros {
  /** Zero where the first input is: linear in it. */
  private static final Set<String> LINEAR =
      Set.of(
          "neg",
          "mul_scalar",
          "div_scalar",
          "reshape",
          "expand_dims",
          "squeeze",
          "permute",
          "transpose",
          "reduce_sum",
          "reduce_mean",
          "divide");

  /** Zero where the second input, the gradient by the result, is. */
  private static final Set<String> GRADIENTS =
      Set.of("reduce_sum_bp", "reduce_mean_bp", "reduce_max_bp", "reduce_min_bp");

  private final Set<String> names = new HashSet<>();

  /** Whether the value of this name is zero. */
  boolean contains(String name) {
    return names.contains(name);
  }

  /** Whether {@code op} yields zeros given these; those it yields are known from then on. */
  boolean yields(Node op, List<String> sources) {
    boolean zero =
        switch (op.kind()) {
          case "zeroslike" -> true;
          case "multiply", "matmul" -> sources.stream().anyMatch(names::contains);
          case "add", "subtract" -> names.containsAll(sources);
          default ->
              (LINEAR.contains(op.kind()) && names.contains(sources.get(0)))
                  || (GRADIENTS.contains(op.kind()) && names.contains(sources.get(1)));
        };
    if (zero) {
      names.addAll(op.outputs());
    }
    return zero;
  }

  /** The term that a sum or difference leaves where the other is zero. */
  Optional<String> leaves(Node op, List<String> sources) {
    return switch (op.kind()) {
      case "add" -> names.contains(sources.get(0)) ? Optional.of(sources.get(1)) : left(sources);
      case "subtract" -> left(sources);
      default -> Optional.empty();
    };
  }

  private Optional<String> left(List<String> sources) {
    return names.contains(sources.get(1)) ? Optional.of(sources.get(0)) : Optional.empty();
  }
}
