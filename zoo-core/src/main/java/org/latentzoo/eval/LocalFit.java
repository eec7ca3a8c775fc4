package org.latentzoo.eval;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.latentzoo.data.Feed;
import org.latentzoo.data.Rows;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.LocalInference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.train.LearningRate;
import org.latentzoo.train.Optimizer;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Finds the q of each row's own by {@link LocalInference}, a batch at a time, and remembers it
 * while the same rows are asked about.
 */
final class LocalFit {
  private static final LearningRate COSINE =
      new LearningRate(LearningRate.Kind.COSINE, 0, 0, 1, 1, LearningRate.Unit.STEPS);

  private static final List<Head> START = List.of(Head.LOCAL_START);

  private final ModelInstance instance;
  private final LocalInference inference;
  private final NoiseSource noise;
  private final LongConsumer draws;
  private final Map<Integer, TrainingStep> steps = new HashMap<>();
  private final Map<Integer, Inference> encoders = new HashMap<>();
  private final Map<Key, Map<String, INDArray>> found = new HashMap<>();
  private Map<String, INDArray> parameters = Map.of();
  private @Nullable Rows fitted;

  private record Key(int start, int batch) {}

  /**
   * @param draws is told after each run how many rows it had
   */
  LocalFit(
      ModelInstance instance, LocalInference inference, NoiseSource noise, LongConsumer draws) {
    this.instance = instance;
    this.inference = inference;
    this.noise = noise;
    this.draws = draws;
  }

  /** Forgets what was found for other rows or other parameters. */
  void begin(Rows rows) {
    if (rows != fitted || haveMoved()) {
      found.clear();
      fitted = rows;
      var now = new LinkedHashMap<String, INDArray>();
      instance.parameters().forEach((name, value) -> now.put(name, value.dup()));
      parameters = now;
    }
  }

  /** By a bit: {@code INDArray.equals} lets pass what is near. */
  private boolean haveMoved() {
    return instance.parameters().entrySet().stream()
        .anyMatch(
            e -> e.getValue().sub(parameters.get(e.getKey())).amaxNumber().doubleValue() != 0);
  }

  /**
   * The numbers of each row of a batch, by name: {@code [B, columns]}.
   *
   * @param start the number of the batch's first row, which keys the noise
   */
  Map<String, INDArray> numbers(int start, INDArray x, double[] labels) {
    return found.computeIfAbsent(new Key(start, x.rows()), key -> search(start, x, labels));
  }

  private Map<String, INDArray> search(int start, INDArray x, double[] labels) {
    var step = steps.computeIfAbsent(x.rows(), b -> instance.training(inference.phase(), b));
    step.execution().input(Model.DATA).assign(x);
    Feed.labels(labels, step.execution());
    var numbers = new LinkedHashMap<String, INDArray>();
    for (var local : step.locals()) {
      var searched = step.execution().input(local);
      if (instance.model().has(Head.LOCAL_START)) {
        searched.assign(encoded(x, labels));
      } else {
        searched.assign(0);
      }
      numbers.put(local, fit(start, step, searched, local).dup());
    }
    return numbers;
  }

  private INDArray encoded(INDArray x, double[] labels) {
    var encoder = encoders.computeIfAbsent(x.rows(), b -> instance.inference(START, b));
    encoder.execution().input(Model.DATA).assign(x);
    Feed.labels(labels, encoder.execution());
    encoder.execution().run();
    return encoder.answer(Head.LOCAL_START);
  }

  private INDArray fit(int start, TrainingStep step, INDArray numbers, String local) {
    var effort = inference.effort();
    var flat = Buffers.view(numbers, 0, new long[] {numbers.length()});
    var adam = Optimizer.create(OptimizerConfig.of(Updater.ADAM), flat);
    var gradient = Nd4j.create(flat.dataType(), flat.length());
    for (int t = 0; t < effort.steps(); t++) {
      gradient.assign(0);
      for (int s = 0; s < effort.samples(); s++) {
        step.execution().drawNoise(noise, "local", start, t, s);
        if (s == 0) {
          step.execution().run();
        } else {
          step.execution().rerun();
        }
        gradient.addi(step.localGradient(local).reshape(flat.length()));
        draws.accept(numbers.size(0));
      }
      gradient.muli(numbers.size(0) / (double) effort.samples());
      adam.step(flat, gradient, t, 0, COSINE.at(effort.rate(), t, effort.steps(), 0));
    }
    return numbers;
  }
}
