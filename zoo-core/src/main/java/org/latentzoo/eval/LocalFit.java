package org.latentzoo.eval;

import java.util.HashMap;
import java.util.Map;
import org.latentzoo.linalg.Buffers;
import org.latentzoo.model.Execution;
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

/** Finds the q of each row's own by {@link LocalInference}, a batch at a time. */
final class LocalFit {
  private static final LearningRate COSINE =
      new LearningRate(LearningRate.Kind.COSINE, 0, 0, 1, 1, LearningRate.Unit.STEPS);

  private final ModelInstance instance;
  private final LocalInference inference;
  private final NoiseSource noise;
  private final Map<Integer, TrainingStep> steps = new HashMap<>();

  LocalFit(ModelInstance instance, LocalInference inference, NoiseSource noise) {
    this.instance = instance;
    this.inference = inference;
    this.noise = noise;
  }

  /** Whether what {@code execution} computes depends on numbers of the rows' own. */
  boolean isAskedBy(Execution execution) {
    return instance.model().graph().locals().stream().anyMatch(execution::reads);
  }

  /**
   * Fits the rows in the input of {@code to} and writes their numbers beside them.
   *
   * @param start the number of the batch's first row, which keys the noise
   */
  void fit(int start, Execution to) {
    int batch = (int) to.input(Model.DATA).size(0);
    var step = steps.computeIfAbsent(batch, b -> instance.training(inference.phase(), b));
    var from = step.execution();
    for (var input : new String[] {Model.DATA, Model.LABELS}) {
      if (from.reads(input)) {
        from.input(input).assign(to.input(input));
      }
    }
    for (var local : step.locals()) {
      to.input(local).assign(fit(start, step, from.input(local), local));
    }
  }

  private INDArray fit(int start, TrainingStep step, INDArray numbers, String local) {
    var effort = inference.effort();
    var flat = Buffers.view(numbers, 0, new long[] {numbers.length()}).assign(0);
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
      }
      gradient.muli(numbers.size(0) / (double) effort.samples());
      adam.step(flat, gradient, t, 0, COSINE.at(effort.rate(), t, effort.steps(), 0));
    }
    return numbers;
  }
}
