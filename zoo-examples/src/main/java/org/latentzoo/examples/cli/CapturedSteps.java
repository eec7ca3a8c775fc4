package org.latentzoo.examples.cli;

import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.train.Optimizer;

/** Training steps of a preset's first phase by replay, as the trainer takes them. */
final class CapturedSteps {
  private final ModelInstance instance;
  private final Phase phase;
  private final TrainingStep step;
  private final Optimizer optimizer;
  private final double rate;
  private final BenchBatch batch;
  private final NoiseSource noise;
  private int taken;

  CapturedSteps(Preset preset, BenchBatch batch) {
    this.batch = batch;
    noise = new NoiseSource(preset.seed());
    instance =
        ModelInstance.of(
            preset.type(), preset.model(), preset.precision(), preset.seed(), batch.columns());
    phase = instance.trainedPhases().get(0);
    step = instance.training(phase, batch.rows());
    optimizer = Optimizer.create(preset.train().optimizer(), instance.parameters(phase).vector());
    rate = preset.train().optimizer().learningRate();
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step.execution().input(Model.DATA).assign(batch.x());
      step.execution().drawNoise(noise, phase.name(), taken);
      step.execution().run();
      if (!Double.isFinite(step.loss())) {
        throw new IllegalStateException("The loss is " + step.loss());
      }
      var parameters = instance.parameters(phase).vector();
      optimizer.step(parameters, step.gradient().vector(), taken++, 0, rate);
    }
  }

  long parameters() {
    return instance.parameters(phase).vector().length();
  }

  int ops() {
    return step.execution().program().size();
  }

  long bytes() {
    return step.execution().program().bytes();
  }
}
