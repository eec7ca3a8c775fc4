package org.latentzoo.graph;

import java.io.File;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.latentzoo.check.UserException;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.nativebuild.Release;
import org.latentzoo.random.NoiseSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model's SameDiff graph in the making: what it reads, what it learns, what noise it needs. */
public final class Graph {
  static {
    TensorflowOps.readWhenAsked();
  }

  private final SameDiff sameDiff = SameDiff.create();
  private final DataType dtype;
  private final NoiseSource source;
  private final Deque<String> scopes = new ArrayDeque<>();
  private final Map<String, SDVariable> parameters = new LinkedHashMap<>();
  private final Map<String, Noise> noises = new LinkedHashMap<>();
  private final Set<String> locals = new LinkedHashSet<>();
  private final Map<String, LongToDoubleFunction> schedules = new LinkedHashMap<>();
  private double elements;

  /**
   * @param dtype FLOAT or DOUBLE, of every variable
   * @param seed of the parameters' initial values
   */
  public Graph(DataType dtype, long seed) {
    GradientOps.register();
    this.dtype = dtype;
    this.source = new NoiseSource(seed);
  }

  /**
   * Loads a graph that {@code sameDiff().save(file, true)} wrote, to evaluate or train by plain
   * SameDiff. {@link SameDiff#load} itself works too, but in a program that has made no {@code
   * Graph} yet it does not know the zoo's gradients of matrix inverses and determinants.
   */
  public static SameDiff load(File file) {
    GradientOps.register();
    return SameDiff.load(file, true);
  }

  /** The graph itself: it saves, loads and trains like any other. */
  public SameDiff sameDiff() {
    return sameDiff;
  }

  public DataType dtype() {
    return dtype;
  }

  /** A placeholder of shape {@code [B, columns]}. */
  public SDVariable input(String name, long columns) {
    return sameDiff.placeHolder(scoped(name), dtype, -1, columns);
  }

  /** Noise of shape {@code [B, columns]}, drawn afresh for every batch. */
  public SDVariable noise(String name, Noise law, long columns) {
    var variable = input(name, columns);
    noises.put(variable.name(), law);
    return variable;
  }

  /**
   * Numbers that each row has of its own, {@code [B, columns]}: a placeholder that losses can be
   * differentiated by. Training starts them from 0.
   */
  public SDVariable local(String name, long columns) {
    var variable = input(name, columns);
    locals.add(variable.name());
    return variable;
  }

  /** A scalar that moves while the model is trained: {@code law} of the steps taken so far. */
  public SDVariable schedule(String name, LongToDoubleFunction law) {
    var variable = sameDiff.placeHolder(scoped(name), dtype, new long[0]);
    schedules.put(variable.name(), law);
    return variable;
  }

  /** A parameter, named by the scopes it is made in: {@code encoder.0.W}. */
  public SDVariable parameter(String name, Initializer initializer, long... shape) {
    var full = scoped(name);
    requireRoom(full, shape);
    var value = Nd4j.zeros(dtype, shape);
    initializer.fill(value, source, full);
    var variable = sameDiff.var(full, value);
    parameters.put(full, variable);
    return variable;
  }

  /** Refuses, before it is allocated, a parameter that makes the model too large. */
  private void requireRoom(String name, long... shape) {
    elements += LongStream.of(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    double most = Math.min(Integer.MAX_VALUE, (double) Buffers.room() / dtype.width());
    if (elements > most) {
      throw new UserException(
          "The model has at least %.0f parameters up to %s, and there is room for %.0f. Lower its sizes."
              .formatted(elements, name, Math.floor(most)));
    }
  }

  /** A value that is neither learnt nor fed. */
  public SDVariable constant(String name, INDArray value) {
    return Release.reusable(sameDiff.constant(scoped(name), value.castTo(dtype)));
  }

  /** The scalar {@code value}. */
  public SDVariable constant(double value) {
    return Release.reusable(sameDiff.constant(Nd4j.scalar(dtype, value)));
  }

  /** What {@code body} makes is named {@code scope.name}. */
  public <T> T in(String scope, Supplier<T> body) {
    scopes.addLast(scope);
    try {
      return body.get();
    } finally {
      scopes.removeLast();
    }
  }

  /** The parameters by name, in the order they were made. */
  public Map<String, SDVariable> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** The laws of the noise placeholders, by name. */
  public Map<String, Noise> noises() {
    return Collections.unmodifiableMap(noises);
  }

  /** The names of the placeholders that hold each row's own numbers. */
  public Set<String> locals() {
    return Collections.unmodifiableSet(locals);
  }

  /** The laws of the scalars that move with the steps, by name. */
  public Map<String, LongToDoubleFunction> schedules() {
    return Collections.unmodifiableMap(schedules);
  }

  private String scoped(String name) {
    return scopes.isEmpty() ? name : String.join(".", scopes) + "." + name;
  }
}
