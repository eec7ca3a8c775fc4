package org.latentzoo.exec;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is known of the values of a function under capture, by name. */
final class Values {
  /** SameDiff's variable for the gradient of the loss by itself, 1. */
  private static final String SEED = "one-var";

  private final SameDiff function;
  private final Map<String, INDArray> bound;

  private final Map<String, INDArray> arrays = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Set<String> constants = new HashSet<>();
  private final Set<String> placeholders = new HashSet<>();

  /**
   * @param bound arrays of placeholders and variables, and for outputs where they are to be written
   */
  Values(SameDiff function, Map<String, INDArray> bound) {
    this.function = function;
    this.bound = bound;
  }

  /** The name of the value that {@code name} is another name of; itself where it is none. */
  String source(String name) {
    return aliases.getOrDefault(name, name);
  }

  /** The array of {@code name}: what is bound to it, or what {@link #put} gave. */
  INDArray get(String name) {
    var source = source(name);
    var known = arrays.get(source);
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

  /** The arrays of {@code names}, in their order. */
  INDArray[] get(List<String> names) {
    return names.stream().map(this::get).toArray(INDArray[]::new);
  }

  void put(String name, INDArray array) {
    arrays.put(name, array);
  }

  /** Makes {@code name} another name of {@code other}. */
  void alias(String name, String other) {
    aliases.put(name, source(other));
  }

  /** Gives a constant that is not the function's own its value, once. */
  void constant(String name, INDArray array) {
    if (constants.add(name)) {
      arrays.put(name, array);
    }
  }

  /** Says that the values of {@code names} are the same at every replay. */
  void fix(List<String> names) {
    constants.addAll(names);
  }

  boolean isConstant(String name) {
    return constants.contains(name) || isGiven(name) || (name.equals(SEED) && !isBound(SEED));
  }

  /** Whether it is a constant of the function itself, of which there is no gradient. */
  boolean isGiven(String name) {
    var source = source(name);
    return function.hasVariable(source)
        && function.getVariable(source).getVariableType() == VariableType.CONSTANT;
  }

  boolean isBound(String name) {
    return bound.containsKey(name);
  }

  /** The array bound to an output, of the output's own shape. */
  INDArray target(String name) {
    var target = bound.get(name);
    if (!Arrays.equals(target.shape(), get(name).shape())) {
      throw new IllegalArgumentException(
          "Output '%s' has shape %s, the array bound to it %s."
              .formatted(
                  name, Arrays.toString(get(name).shape()), Arrays.toString(target.shape())));
    }
    return target;
  }

  /** The placeholders that were asked for. */
  Set<String> placeholders() {
    return placeholders;
  }
}
