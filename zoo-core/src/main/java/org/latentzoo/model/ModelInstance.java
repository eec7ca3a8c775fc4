package org.latentzoo.model;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.latentzoo.check.UserException;
import org.latentzoo.exec.FlatVector;
import org.latentzoo.exec.Gradients;
import org.latentzoo.exec.Program;
import org.latentzoo.graph.Graph;
import org.nd4j.autodiff.samediff.SDVariable;
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
  private final Map<Phase, FlatVector> gradients = new LinkedHashMap<>();
  private final Map<Phase, SameDiff> functions = new HashMap<>();

  /**
   * Moves the model's parameters into flat vectors.
   *
   * @throws IllegalArgumentException if a parameter is not trained by exactly one phase, or a phase
   *     trains none
   */
  public ModelInstance(Model model) {
    this.model = model;
    for (var phase : model.phases()) {
      requireTrains(phase);
      var shapes = shapes(phase);
      parameters.put(phase, move(shapes));
      gradients.put(phase, FlatVector.zeros(dtype(), shapes));
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

  /** The parameters that {@code phase} trains; none where it trains rows' own numbers only. */
  public FlatVector parameters(Phase phase) {
    return parameters.get(phase);
  }

  /** The phases that train parameters, not only numbers of the rows' own. */
  public List<Phase> trainedPhases() {
    return model.phases().stream().filter(p -> !parameters.get(p).slices().isEmpty()).toList();
  }

  /** C, the classes of the labels that the model is given; 0 if it takes none. */
  public int classes() {
    var graph = model.graph().sameDiff();
    return graph.hasVariable(Model.LABELS)
        ? (int) graph.getVariable(Model.LABELS).placeholderShape()[1]
        : 0;
  }

  /** Every parameter by name, as views. */
  public Map<String, INDArray> parameters() {
    var all = new LinkedHashMap<String, INDArray>();
    parameters.values().forEach(vector -> all.putAll(vector.slices()));
    return all;
  }

  /**
   * One step of {@code phase}, which may be that of {@link Model#localInference}, on batches of
   * {@code batch} rows: loss and gradients in one replay.
   */
  public TrainingStep training(Phase phase, int batch) {
    var loss = phase.loss().name();
    var locals = model.graph().locals().stream().filter(phase::trains).toArray(String[]::new);
    var function =
        functions.computeIfAbsent(phase, p -> Gradients.of(model.graph().sameDiff(), loss, locals));
    var gradient = gradients.computeIfAbsent(phase, p -> FlatVector.zeros(dtype(), Map.of()));
    var value = phase.value().name();
    var outputs = new ArrayList<>(List.of(value));
    phase.watches().forEach(watch -> outputs.add(watch.value().name()));
    var bound = new HashMap<String, INDArray>(parameters());
    gradient
        .slices()
        .forEach(
            (name, slice) -> {
              var output = Gradients.name(function, name);
              outputs.add(output);
              bound.put(output, slice);
            });
    var localGradients = new LinkedHashMap<String, String>();
    for (var local : locals) {
      localGradients.put(local, Gradients.name(function, local));
    }
    outputs.addAll(localGradients.values());
    boolean reruns = locals.length > 0;
    return new TrainingStep(
        execution(function, outputs, bound, batch, batch, reruns),
        value,
        phase.watches(),
        gradient,
        localGradients);
  }

  private DataType dtype() {
    return model.graph().dtype();
  }

  /**
   * Answers to {@code heads} for batches of {@code batch} rows.
   *
   * @throws UserException if the model lacks a head
   */
  public Inference inference(Collection<Head> heads, int batch) {
    return inference(heads, batch, batch);
  }

  /**
   * As {@link #inference(Collection, int)}, for {@code codes} codes in {@link Model#CODES}; they
   * may change between a run and a rerun.
   */
  public Inference inference(Collection<Head> heads, int batch, int codes) {
    var names = new LinkedHashMap<Head, String>();
    for (var head : heads) {
      names.put(head, answer(head).name());
    }
    var outputs = names.values().stream().distinct().toList();
    var graph = model.graph().sameDiff();
    var execution = execution(graph, outputs, new HashMap<>(parameters()), batch, codes, true);
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

  private SDVariable answer(Head head) {
    var answer = model.heads().get(head);
    if (answer == null) {
      throw new UserException(
          "The model has no %s. It has: %s."
              .formatted(
                  head.key(),
                  model.heads().keySet().stream().sorted().map(Head::key).collect(joining(", "))));
    }
    return answer;
  }

  private Map<String, long[]> shapes(Phase phase) {
    var shapes = new LinkedHashMap<String, long[]>();
    model
        .graph()
        .parameters()
        .forEach(
            (name, variable) -> {
              if (phase.trains(name)) {
                shapes.put(name, variable.getArr().shape());
              }
            });
    return shapes;
  }

  private void requireTrains(Phase phase) {
    var graph = model.graph();
    var all = Stream.concat(graph.parameters().keySet().stream(), graph.locals().stream());
    if (all.noneMatch(phase::trains)) {
      throw new IllegalArgumentException(
          "Phase '%s' trains nothing: no parameter is in its scopes %s."
              .formatted(phase.name(), phase.scopes()));
    }
  }

  private FlatVector move(Map<String, long[]> shapes) {
    var variables = model.graph().parameters();
    var vector = FlatVector.zeros(dtype(), shapes);
    vector
        .slices()
        .forEach(
            (name, slice) -> {
              slice.assign(variables.get(name).getArr());
              model.graph().sameDiff().setArrayForVariable(name, slice);
            });
    return vector;
  }

  /**
   * Rows can be written whether or not the outputs depend on them.
   *
   * @param reruns whether a rerun is to keep what depends on neither noise nor codes
   */
  private Execution execution(
      SameDiff function,
      List<String> outputs,
      Map<String, INDArray> bound,
      int batch,
      int codes,
      boolean reruns) {
    var inputs = new LinkedHashMap<String, INDArray>();
    var read = Program.placeholders(function, outputs);
    for (var name : function.inputs()) {
      if (name.equals(Model.DATA) || read.contains(name)) {
        int size = name.equals(Model.CODES) ? codes : batch;
        inputs.put(name, input(function.getVariable(name).placeholderShape(), size));
      }
    }
    bound.putAll(inputs);
    var noises = model.graph().noises();
    var varying = new HashSet<String>();
    if (reruns) {
      varying.addAll(noises.keySet());
      varying.add(Model.CODES);
    }
    var program = Program.capture(function, outputs, bound, varying);
    return new Execution(program, inputs, noises, model.graph().schedules());
  }

  private INDArray input(long[] declared, int batch) {
    if (declared.length == 0) {
      return Nd4j.scalar(dtype(), 0);
    }
    var shape = declared.clone();
    shape[0] = batch;
    return Nd4j.zeros(dtype(), shape);
  }
}
