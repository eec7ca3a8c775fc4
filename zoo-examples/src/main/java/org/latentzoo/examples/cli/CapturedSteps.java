package org.latentzoo.examples.cli;

import java.util.ArrayList;
import java.util.List;
import org.latentzoo.exec.Program;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.train.Optimizer;

/** Training steps of a preset's phases by replay, as the trainer takes them, data included. */
final class CapturedSteps {
  /** One phase, ready to step. */
  private record Player(Phase phase, TrainingStep step, Optimizer optimizer, double rate) {}

  private final ModelInstance instance;
  private final List<Player> players = new ArrayList<>();
  private final BenchData data;
  private final NoiseSource noise;
  private int taken;

  private CapturedSteps(Preset preset, BenchData data, int most) {
    this.data = data;
    noise = new NoiseSource(preset.seed());
    instance =
        ModelInstance.of(
            preset.type(), preset.model(), preset.precision(), preset.seed(), data.columns());
    var config = preset.train().optimizer();
    for (var phase : instance.trainedPhases().stream().limit(most).toList()) {
      var step = instance.training(phase, data.batch());
      var optimizer = Optimizer.create(config, instance.parameters(phase).vector());
      players.add(new Player(phase, step, optimizer, config.learningRate() * phase.rate()));
    }
  }

  /** Of the first phase, whose graph {@code sd.fit} can train too. */
  static CapturedSteps ofFirstPhase(Preset preset, BenchData data) {
    return new CapturedSteps(preset, data, 1);
  }

  /** Of every phase that trains parameters, in turn. */
  static CapturedSteps ofAllPhases(Preset preset, BenchData data) {
    return new CapturedSteps(preset, data, Integer.MAX_VALUE);
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++, taken++) {
      var x = players.get(0).step().execution().input(Model.DATA);
      data.next(x);
      for (var player : players) {
        var input = player.step().execution().input(Model.DATA);
        if (input != x) {
          input.assign(x);
        }
        for (int n = 0; n < player.phase().repeats(); n++) {
          run(player, taken * player.phase().repeats() + n);
        }
      }
    }
  }

  private void run(Player player, int count) {
    var step = player.step();
    step.execution().schedule(taken);
    step.execution().drawNoise(noise, player.phase().name(), count);
    step.execution().run();
    if (!Double.isFinite(step.loss())) {
      throw new IllegalStateException("The loss is " + step.loss());
    }
    var parameters = instance.parameters(player.phase()).vector();
    player.optimizer().step(parameters, step.gradient().vector(), count, 0, player.rate());
  }

  /** What each op of the phases takes, the mean of {@code runs} runs. */
  List<Program.Cost> profile(int runs) {
    return players.stream()
        .flatMap(player -> player.step().execution().program().profile(runs).stream())
        .toList();
  }

  long parameters() {
    return players.stream()
        .mapToLong(player -> instance.parameters(player.phase()).vector().length())
        .sum();
  }

  int ops() {
    return players.stream().mapToInt(p -> p.step().execution().program().size()).sum();
  }

  long bytes() {
    return players.stream().mapToLong(p -> p.step().execution().program().bytes()).sum();
  }
}
