package org.latentzoo.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latentzoo.exec.FlatVector;
import org.latentzoo.exec.Gradients;
import org.latentzoo.exec.Program;
import org.latentzoo.graph.Graph;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model with its parameters, ready to train and to answer. The parameters of each phase lie in
 * one flat vector, which the graph, every captured program and plain {@code sd.fit} share.
 */
public final class ModelInstance {
  private final Model model;
  private final Map<Phase, FlatVector> parameters = new LinkedHashMap<>();
  private final Map<Phase, SameDiff> gradients = new HashMap<>();

  /**
   * Moves the model's parameters into flat vectors.
   *
   * @throws IllegalArgumentException if a parameter is not trained by exactly one phase
   */
  public ModelInstance(Model model) {
    this.model = model;
    for (var phase : model.phases()) {
      parameters.put(phase, move(phase));
    }
    for (var name : model.graph().parameters().keySet()) {
      long phases = model.phases().stream().filter(p -> p.trains(name)).count();
      if (phases != 1) {
        throw new IllegalArgumentException(
            "Parameter '%s' must belong to one phase, it belongs to %d.".formatted(name, phases));
      }
    }
  }

  /**
   * Builds a model of the given kind.
   *
   * @param config of the kind's own record type
   * @param features D, the columns of the data
   */
  public static ModelInstance of(
      ModelType<?> type, Record config, DataType dtype, long seed, int features) {
    return new ModelInstance(build(type, config, new Graph(dtype, seed), features));
  }

  private static <C extends Record> Model build(
      ModelType<C> type, Record config, Graph graph, int features) {
    return type.build(ModelType.config(type, config), graph, features);
  }

  public Model model() {
    return model;
  }

  /** The parameters that {@code phase} trains. */
  public FlatVector parameters(Phase phase) {
    return parameters.get(phase);
  }

  /** Every parameter by name, as views. */
  public Map<String, INDArray> parameters() {
    var all = new LinkedHashMap<String, INDArray>();
    parameters.values().forEach(vector -> all.putAll(vector.slices()));
    return all;
  }

  /**
   * One step of {@code phase} on batches of {@code batch} rows: loss and gradients in one replay.
   */
  public TrainingStep training(Phase phase, int batch) {
    var loss = phase.loss().name();
    var function =
        gradients.computeIfAbsent(phase, p -> Gradients.of(model.graph().sameDiff(), loss));
    var shapes = new LinkedHashMap<String, long[]>();
    parameters(phase).slices().forEach((name, slice) -> shapes.put(name, slice.shape()));
    var gradient = FlatVector.zeros(model.graph().dtype(), shapes);

    var outputs = new ArrayList<>(List.of(loss));
    var bound = new HashMap<String, INDArray>(parameters());
    gradient
        .slices()
        .forEach(
            (name, slice) -> {
              var output = Gradients.name(function, name);
              outputs.add(output);
              bound.put(output, slice);
            });
    return new TrainingStep(execution(function, outputs, bound, batch), loss, gradient);
  }

  /** Answers to {@code heads} for batches of {@code batch} rows. */
  public Inference inference(Collection<Head> heads, int batch) {
    var names = new LinkedHashMap<Head, String>();
    for (var head : heads) {
      names.put(head, model.heads().get(head).name());
    }
    var outputs = names.values().stream().distinct().toList();
    var graph = model.graph().sameDiff();
    var execution = execution(graph, outputs, new HashMap<>(parameters()), batch);
    for (var head : names.keySet()) {
      var shape = execution.output(names.get(head)).shape();
      if (head.isPerRow() && !Arrays.equals(shape, new long[] {batch})) {
        throw new IllegalArgumentException(
            "Head '%s' must have one value a row, shape [%d], but has shape %s."
                .formatted(head.key(), batch, Arrays.toString(shape)));
      }
    }
    return new Inference(execution, names, batch);
  }

  private FlatVector move(Phase phase) {
    var shapes = new LinkedHashMap<String, long[]>();
    var variables = model.graph().parameters();
    for (var name : variables.keySet()) {
      if (phase.trains(name)) {
        shapes.put(name, variables.get(name).getArr().shape());
      }
    }
    var vector = FlatVector.zeros(model.graph().dtype(), shapes);
    vector
        .slices()
        .forEach(
            (name, slice) -> {
              slice.assign(variables.get(name).getArr());
              model.graph().sameDiff().setArrayForVariable(name, slice);
            });
    return vector;
  }

  private Execution execution(
      SameDiff function, List<String> outputs, Map<String, INDArray> bound, int batch) {
    var inputs = new LinkedHashMap<String, INDArray>();
    for (var name : function.inputs()) {
      var shape = function.getVariable(name).placeholderShape().clone();
      shape[0] = batch;
      inputs.put(name, Nd4j.zeros(model.graph().dtype(), shape));
    }
    bound.putAll(inputs);
    var noises = model.graph().noises();
    var program = Program.capture(function, outputs, bound, noises.keySet());
    return new Execution(program, inputs, noises);
  }
}
