package org.latentzoo.model;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongToDoubleFunction;
import org.latentzoo.exec.Program;
import org.latentzoo.graph.Noise;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A captured program with the data and the other placeholders that it reads: write inputs, draw
 * noise, run, read.
 */
public final class Execution {
  private final Program program;
  private final Map<String, INDArray> inputs;
  private final Map<String, Noise> noises;
  private final Map<String, LongToDoubleFunction> schedules;

  Execution(
      Program program,
      Map<String, INDArray> inputs,
      Map<String, Noise> noises,
      Map<String, LongToDoubleFunction> schedules) {
    this.program = program;
    this.inputs = inputs;
    this.noises = new TreeMap<>(noises);
    this.noises.keySet().retainAll(inputs.keySet());
    this.schedules = new TreeMap<>(schedules);
    this.schedules.keySet().retainAll(inputs.keySet());
  }

  /** Whether the outputs depend on a placeholder, or it is that of the data. */
  public boolean reads(String placeholder) {
    return inputs.containsKey(placeholder);
  }

  /** The array to write a placeholder's value into, its first size being the batch. */
  public INDArray input(String placeholder) {
    var input = inputs.get(placeholder);
    if (input == null) {
      throw new IllegalArgumentException(
          "The outputs do not depend on a placeholder '%s'. Known: %s"
              .formatted(placeholder, new TreeSet<>(inputs.keySet())));
    }
    return input;
  }

  /** Draws all declared noise that the program reads; a function of the seed and the counters. */
  public void drawNoise(NoiseSource source, String stream, long... counters) {
    noises.forEach(
        (name, law) -> law.fill(inputs.get(name), source, stream + "." + name, counters));
  }

  /** Sets the scalars that move with training as they are after {@code steps} steps. */
  public void schedule(long steps) {
    schedules.forEach((name, law) -> inputs.get(name).assign(law.applyAsDouble(steps)));
  }

  /** Computes the outputs. */
  public void run() {
    program.run();
  }

  /** Computes the outputs again after new noise was drawn or other codes given, for equal data. */
  public void rerun() {
    program.rerun();
  }

  INDArray output(String name) {
    return program.output(name);
  }

  /** What was captured: its size and memory. */
  public Program program() {
    return program;
  }
}
