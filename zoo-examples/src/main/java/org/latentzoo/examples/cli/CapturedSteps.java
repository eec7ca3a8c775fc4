package org.latentzoo.examples.cli;

import org.latentzoo.exec.Program;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.train.Optimizer;

/** Steps of a preset's first phase, whose graph {@code sd.fit} can train too, by replay. */
final class CapturedSteps {
  private final ModelInstance instance;
  private final Phase phase;
  private final TrainingStep step;
  private final Optimizer optimizer;
  private final double rate;
  private final BenchData data;
  private final NoiseSource noise;
  private int taken;

  CapturedSteps(Preset preset, BenchData data) {
    this.data = data;
    noise = new NoiseSource(preset.seed());
    instance =
        ModelInstance.of(
            preset.type(), preset.model(), preset.precision(), preset.seed(), data.columns());
    phase = instance.trainedPhases().get(0);
    step = instance.training(phase, data.batch());
    var config = preset.train().optimizer(phase.name());
    optimizer = Optimizer.create(config, instance.parameters(phase).vector());
    rate = config.learningRate() * phase.rate();
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++, taken++) {
      data.next(step.execution().input(Model.DATA));
      step.execution().schedule(taken);
      step.execution().drawNoise(noise, phase.name(), taken);
      step.execution().run();
      if (!Double.isFinite(step.loss())) {
        throw new IllegalStateException("The loss is " + step.loss());
      }
      optimizer.step(instance.parameters(phase).vector(), step.gradient().vector(), taken, 0, rate);
    }
  }

  Program program() {
    return step.execution().program();
  }

  long parameters() {
    return instance.parameters(phase).vector().length();
  }
}
