package org.latentzoo.tests.contract;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.eval.Evaluator;
import org.latentzoo.model.Fitted;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.RunRecord;
import org.latentzoo.run.TrainedModel;
import org.latentzoo.train.TrainingListener;
import org.latentzoo.train.TrainingState;

/** Presets as files and runs as folders. */
class RunContractTest {
  private static final Pattern CLASSES = Pattern.compile("(?m)^  classes: [1-9]");

  @TempDir Path folder;

  @EveryPreset
  void yamlRoundTripIsTheSamePreset(String name) {
    var preset = Preset.load(name);
    assertEquals(preset, Preset.fromYaml(name, preset.toYaml()));
  }

  @EveryPreset
  void aSavedRunAnswersAsTheModelInMemory(String name) throws IOException {
    var preset = small(name);
    var experiment = Experiment.of(preset);
    experiment.train(folder.resolve("run"));
    var opened = TrainedModel.open(folder.resolve("run"));
    assertEquals(preset.toYaml(), opened.preset().toYaml());
    var saved = new Subject(opened.instance(), 5).answers(6);
    var live = new Subject(experiment.instance(), 5).answers(6);
    for (var head : experiment.instance().model().heads().keySet()) {
      assertEquals(live.answer(head), saved.answer(head), head.key());
    }
  }

  /**
   * Also in the middle of an epoch, rows' own numbers and every optimiser's state included, and the
   * means of the epochs.
   */
  @EveryPreset
  void anInterruptedRunEndsWithTheSameBytes(String name) throws IOException {
    var preset = small(name);
    Experiment.of(preset).train(folder.resolve("whole"));
    var stopping = folder.resolve("stopped");
    boolean resume = false;
    while (Experiment.of(preset).train(stopping, resume, new AfterThreeSteps()).isEmpty()) {
      resume = true;
    }
    for (var file : List.of("weights.safetensors", "metrics.jsonl")) {
      var whole = folder.resolve("whole").resolve(file);
      assertEquals(Files.exists(whole), Files.exists(stopping.resolve(file)), file);
      if (Files.exists(whole)) {
        assertEquals(-1, Files.mismatch(whole, stopping.resolve(file)), file);
      }
    }
  }

  private static final class AfterThreeSteps implements TrainingListener {
    private int steps;

    @Override
    public void onStep(TrainingState state, double loss) {
      steps++;
    }

    @Override
    public boolean isInterrupted() {
      return steps >= 3;
    }
  }

  private Preset small(String name) throws IOException {
    return Subject.shrunk(Preset.load(name), 3)
        .withData("csv:" + rows(label(name)))
        .with("data.label", label(name))
        .with("train.epochs", 2)
        .with("train.batch", 8)
        .withoutIdleEarlyStopping();
  }

  /**
   * The last epoch's means over training and over validation rows. A squared error is one term, and
   * two players' losses compare nothing.
   */
  @EveryPreset
  void theTermsOfTheObjectiveAreOnBothCurvesAndAddUpToIt(String name) throws IOException {
    var preset = small(name).with("data.validation", "0.2");
    var stepped = preset.type() instanceof Fitted ? preset.with("model.fit", "gradient") : preset;
    var run = folder.resolve("run");
    var model = Experiment.of(stepped).train(run).instance().model();
    var means = RunRecord.of(run).metrics().get(1);
    for (var curve : List.of("", "validation_")) {
      var objective = Evaluator.objective(model);
      assertEquals(
          objective.isPresent() || curve.isEmpty(), means.containsKey(curve + "loss"), curve);
      if (objective.isPresent() && objective.get() != Head.SQUARED_ERROR) {
        double bound =
            objective.get() == Head.ELBO && model.has(Head.KL)
                ? means.get(curve + "reconstruction") - means.get(curve + "kl")
                : means.get(curve + "log_base") + means.get(curve + "log_determinant");
        assertEquals(-means.get(curve + "loss"), bound, 1e-5 * Math.abs(bound), curve);
      }
    }
  }

  /** A second training does not start where the first ended. */
  @Test
  void anExperimentTrainsTheSameModelTwice() throws IOException {
    var preset =
        Subject.shrunk(Preset.load("vae-bernoulli-digits"), 3)
            .withData("csv:" + rows("none"))
            .with("train.epochs", 1)
            .with("train.batch", 8);
    var experiment = Experiment.of(preset);
    var first = experiment.train(folder.resolve("first")).instance().parameters();
    var second = experiment.train(folder.resolve("second")).instance().parameters();
    assertEquals(first, second);
  }

  /** What a model that is given labels finds in the last column: 0, a class of every one. */
  private static String label(String name) {
    return CLASSES.matcher(Preset.load(name).toYaml()).find() ? "last" : "none";
  }

  /** Bits, which suit every law. */
  private Path rows(String label) throws IOException {
    var random = new NoiseSource(4).generator("rows");
    var ending = label.equals("last") ? ",0" : "";
    var lines =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    random.ints(16, 0, 2).mapToObj(Integer::toString).collect(joining(","))
                        + ending)
            .toList();
    return Files.write(folder.resolve("rows.csv"), lines);
  }
}
