package org.latentzoo.exec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.latentzoo.kernel.Team;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A SameDiff function captured for the shapes of its bound arrays: a run replays its ops over the
 * same arrays. Inputs are written into the bound arrays before a run, outputs are read from {@link
 * #output} after it. Not thread-safe: one program, one thread.
 */
public final class Program {
  private final boolean shared;
  private final List<Step> steps;
  private final List<Step> all;
  private final List<Step> varying;
  private final Set<String> inputs;
  private final Map<String, INDArray> outputs;
  private final long bytes;

  /**
   * @param steps one by one
   * @param all of them, as a run does them
   * @param varying those of a rerun, as it does them
   */
  Program(
      boolean shared,
      List<Step> steps,
      List<Step> all,
      List<Step> varying,
      Set<String> inputs,
      Map<String, INDArray> outputs,
      long bytes) {
    this.shared = shared;
    this.steps = List.copyOf(steps);
    this.all = List.copyOf(all);
    this.varying = List.copyOf(varying);
    this.inputs = Set.copyOf(inputs);
    this.outputs = Map.copyOf(outputs);
    this.bytes = bytes;
  }

  /**
   * Captures what {@code outputs} need of {@code function}.
   *
   * @param bound an array for each placeholder and variable used; for an output, where its value is
   *     to be written
   * @param noise the placeholders that {@link #rerun} lets change; if none, all may
   * @throws IllegalArgumentException naming what is missing, unknown or cannot be captured
   */
  public static Program capture(
      SameDiff function, List<String> outputs, Map<String, INDArray> bound, Set<String> noise) {
    return new Capture(function, outputs, bound, noise, Set.of()).program();
  }

  /**
   * Captures {@code output} as a function of what its gradient sees: every part of it at which the
   * gradient stops stays as it is at the bound arrays' values now.
   */
  public static Program withStoppedPartsFixed(
      SameDiff function, String output, Map<String, INDArray> bound) {
    var stopped =
        new Reachable(function, Set.of())
            .from(List.of(output)).stream()
                .filter(Node::stopsGradient)
                .map(op -> op.outputs().get(0))
                .toList();
    var given = new HashMap<>(bound);
    var now = capture(function, stopped, bound, Set.of());
    now.run();
    stopped.forEach(name -> given.put(name, now.output(name).dup()));
    return new Capture(function, List.of(output), given, Set.of(), Set.copyOf(stopped)).program();
  }

  /** The placeholders that {@code outputs} of {@code function} depend on, shapes included. */
  public static Set<String> placeholders(SameDiff function, List<String> outputs) {
    var read =
        new Reachable(function, Set.of())
            .from(outputs).stream().flatMap(op -> op.inputs().stream());
    return Stream.concat(read, outputs.stream())
        .filter(name -> function.getVariable(name).isPlaceHolder())
        .collect(Collectors.toSet());
  }

  /** Computes every output from the bound arrays as they are now. */
  public void run() {
    run(() -> all.forEach(Step::run));
  }

  /**
   * Computes the outputs again after only the noise changed: the rest is kept from the last run.
   */
  public void rerun() {
    run(() -> varying.forEach(Step::run));
  }

  private void run(Runnable steps) {
    if (shared) {
      Team.withoutNativeThreads(
          () -> {
            steps.run();
            return null;
          });
    } else {
      Team.withNativeThreads(steps);
    }
  }

  /**
   * What one op of a run took.
   *
   * @param op its kind
   * @param shapes of what it reads and writes
   * @param microseconds the mean over the runs
   * @param operations multiplications and additions of a product of matrices or a convolution; 0 of
   *     another op
   */
  public record Cost(String op, String shapes, double microseconds, long operations) {}

  /** Runs {@code runs} times and tells what each op took, in the order of execution. */
  public List<Cost> profile(int runs) {
    var nanos = new long[steps.size()];
    for (int run = 0; run < runs; run++) {
      run(
          () -> {
            for (int i = 0; i < nanos.length; i++) {
              long start = System.nanoTime();
              steps.get(i).run();
              nanos[i] += System.nanoTime() - start;
            }
          });
    }
    return IntStream.range(0, nanos.length)
        .mapToObj(i -> cost(steps.get(i), nanos[i] / 1e3 / runs))
        .toList();
  }

  private static Cost cost(Step step, double microseconds) {
    return new Cost(step.toString(), step.shapes(), microseconds, step.operations());
  }

  /** The placeholders that the outputs depend on. */
  public Set<String> inputs() {
    return inputs;
  }

  /** The array that holds the named output after a run. */
  public INDArray output(String name) {
    var array = outputs.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "Output '" + name + "' was not captured. Captured: " + outputs.keySet());
    }
    return array;
  }

  /** Ops in a full run. */
  public int size() {
    return steps.size();
  }

  /** Bytes of intermediate values that this program allocated. */
  public long bytes() {
    return bytes;
  }
}
