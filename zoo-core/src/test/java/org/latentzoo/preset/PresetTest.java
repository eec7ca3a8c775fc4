package org.latentzoo.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.DataConfig;
import org.latentzoo.data.Missing;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.TrainConfig;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.buffer.DataType;

class PresetTest {
  private final Preset toy = Preset.load("toy");

  private Preset set(String... assignments) {
    return toy.withSet(List.of(assignments));
  }

  private ToyModel.Config model(String... assignments) {
    return (ToyModel.Config) set(assignments).model();
  }

  @Test
  void laysTheFileOverTheDefaults() {
    var defaults = new ToyModel().defaults();
    assertEquals(
        new ToyModel.Config(3, List.of(8, 4), defaults.noise(), defaults.prior(), 0.5, null, ""),
        toy.model());
    assertEquals("moons", toy.data().source());
    assertEquals("0.10", toy.data().validation(), "text stays as it was written");
    assertEquals(Binarize.DYNAMIC, toy.data().binarize());
    assertEquals(5, toy.train().epochs());
    assertEquals(TrainConfig.DEFAULTS.batch(), toy.train().batch());
    assertEquals(0.5, toy.train().optimizer().options().get("beta1"));
    assertEquals(0.999, toy.train().optimizer().options().get("beta2"));
    assertEquals(new Expected("nll", 1.5, null, "made up"), toy.expected());
    assertEquals(1, toy.seed());
    assertEquals(DataType.FLOAT, toy.precision());
  }

  @Test
  void theResolvedFileLoadsBackEqual(@TempDir Path folder) throws IOException {
    for (var preset :
        List.of(
            toy,
            set("model.note=a: 'b' \"c\" #d", "about=null", "data.test=007", "expected=null"),
            set(
                "model.note=",
                "data.label=~",
                "about=- x\ty\u00e9 \u4e2d",
                "seed=-9007199254740993"),
            set("train.optimizer.name=nesterovs", "model.hidden=[]", "model.prior.scale=1e-20"))) {
      var file = folder.resolve("toy.yaml");
      Files.writeString(file, preset.toYaml());
      assertEquals(preset, Preset.load(file.toString()));
      assertEquals(preset.toYaml(), Preset.load(file.toString()).toYaml());
    }
  }

  @Test
  void everyKeyOfTheResolvedFileCanBeSet() {
    var tree = PresetTree.of(toy).set("model.components", "4").set("expected.tolerance", "0.1");
    int[] keys = {0};
    visit("", tree.values(), keys);
    assertTrue(keys[0] > 35, keys[0] + " keys");
  }

  private void visit(String path, JsonNode node, int[] keys) {
    if (!node.isObject()) {
      keys[0]++;
      var text = node.isArray() ? node.toString() : node.asText();
      assertEquals(
          toy.with(path, node), set(path + "=" + text), () -> path + " by value and by text");
      return;
    }
    node.properties()
        .forEach(
            e -> visit(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), keys));
  }

  @Test
  void setsEveryKindOfValue() {
    assertEquals(7, model("model.latent=7").latent());
    assertEquals(List.of(400, 200), model("model.hidden=400,200").hidden());
    assertEquals(List.of(400, 200), model("model.hidden=[400, 200]").hidden());
    assertEquals(List.of(400), model("model.hidden=400").hidden());
    assertEquals(ToyModel.Noise.HEAVY_TAILED, model("model.noise=Heavy_Tailed").noise());
    assertEquals(
        new ToyModel.Prior(2, true), model("model.prior={scale: 2, learned: true}").prior());
    assertEquals(0.25, model("model.maxShift=0.25").maxShift());
    assertEquals(4, model("model.components=4").components());
    assertNull(model("model.components=4", "model.components=null").components());
    assertEquals("0.1", set("data.validation=0.1").data().validation());
    assertEquals(9007199254740993L, set("seed=9007199254740993").seed());
    assertEquals(DataType.DOUBLE, set("precision=double").precision());
    assertEquals(
        0.95, set("train.optimizer.beta1=0.95").train().optimizer().options().get("beta1"));
    assertEquals(4, toy.with("train.epochs", 4).train().epochs());
    assertEquals(
        List.of(5), ((ToyModel.Config) toy.with("model.hidden", List.of(5)).model()).hidden());
    assertTrue(set("model.noise=heavy_tailed").toYaml().contains("noise: heavy-tailed"));
  }

  @Test
  void anotherUpdaterStartsFromItsOwnDefaults() {
    var optimizer =
        set("train.optimizer.momentum=0.8", "train.optimizer.name=Nesterovs").train().optimizer();
    assertEquals(Updater.NESTEROVS, optimizer.name());
    assertEquals(0.1, optimizer.learningRate());
    assertEquals(Map.of("momentum", 0.8), optimizer.options());
    assertEquals(toy, set("train.optimizer.name=adam"), "the same updater changes nothing");
  }

  @Test
  void settingsAreCheckedTogether() {
    assertEquals(
        set("data.binarize=none", "data.standardize=true"),
        set("data.standardize=true", "data.binarize=none"));
    assertEquals(
        set("train.optimizer.momentum=0.8", "train.optimizer.name=nesterovs"),
        set("train.optimizer.name=nesterovs", "train.optimizer.momentum=0.8"));
    var plain = set("expected=null");
    assertEquals(
        new Expected("nll", 2, null, "me"),
        plain
            .withSet(List.of("expected.metric=nll", "expected.source=me", "expected.value=2"))
            .expected());
    assertThrows(UserException.class, () -> plain.withSet(List.of("expected.metric=nll")));
    assertEquals(6, set("train.epochs=5", "train.epochs=6").train().epochs(), "the last one holds");
  }

  @Test
  void showsEnumsAsTheyAreWritten() {
    var error = assertThrows(UserException.class, () -> set("data.standardize=true"));
    assertTrue(error.getMessage().contains("got 'dynamic'"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "model.latnt=3|Unknown key 'model.latnt'. Known in 'model': type, latent, hidden, noise,"
            + " prior, max-shift, components, note. Did you mean 'model.latent'?",
        "epochs=3|Unknown key 'epochs'. Known: about, model, data, train, seed, precision,"
            + " start, expected. Did you mean 'train.epochs'?",
        "train.optimizer.betta1=3|Unknown key 'train.optimizer.betta1'. Known in 'train.optimizer':"
            + " name, learning-rate, weight-decay, beta1, beta2, epsilon. Did you mean"
            + " 'train.optimizer.beta1'?",
        "model.latent=abc|Key 'model.latent' must be a whole number, got 'abc'.",
        "model.latent=3.5|Key 'model.latent' must be a whole number, got '3.5'.",
        "model.latent=3000000000|Key 'model.latent' must be a whole number, got '3000000000'.",
        "model.latent=null|Key 'model.latent' must be a whole number, got nothing.",
        "model.latent=[3]|Key 'model.latent' must be a whole number, got [\"3\"].",
        "model.latent=0|model.latent must be at least 1, got 0.",
        "model.hidden=[4, x]|Key 'model.hidden[1]' must be a whole number, got 'x'.",
        "model.max-shift=NaN|Key 'model.max-shift' must be a number, got 'NaN'.",
        "model.prior.learned=yes|Key 'model.prior.learned' must be true or false, got 'yes'.",
        "model.prior=3|Key 'model.prior' must be a block of keys (scale, learned), got \"3\".",
        "model.type=tory|Unknown model type 'tory'. Known: toy. Did you mean 'toy'?",
        "data.binarize=dinamic|Key 'data.binarize' must be one of none, dynamic, static, threshold,"
            + " got 'dinamic'. Did you mean 'dynamic'?",
        "precision=half|Key 'precision' must be one of float, double, got 'half'.",
        "train.optimizer.name=adamw|Key 'train.optimizer.name' must be one of sgd, adam, amsgrad,"
            + " adamax, adadelta, adagrad, adabelief, nadam, nesterovs, rmsprop, noop, got 'adamw'."
            + " Did you mean 'adam'?",
        "train.optimizer.beta1=1|train.optimizer.beta1 must be below 1, got 1.0.",
        "train.epochs=0|train.epochs must be at least 1, got 0.",
        "seed.x=1|Key 'seed' must be a whole number, got {\"x\":\"1\"}.",
        "nonsense|A setting must be key=value, got 'nonsense'. Write, say, train.epochs=5.",
        "model.hidden=[4|The value of 'model.hidden' line 1 is not valid YAML: expected ',' or ']',"
            + " but got <stream end>.",
      })
  void refusesInOneLine(String assignment, String message) {
    var error = assertThrows(UserException.class, () -> set(assignment));
    assertEquals(message, error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\na: 2",
        "model: {type: toy\n",
        "model: !!java.net.URL [x]",
        "a: &a [1]\nb: *a",
        "? [1]\n: 2",
        "- 1",
        "model: {type: toy}\nexpected: {metric: nll}",
        "model: {type: toy, max-shift: 1, max_shift: 2}",
        "model: {latent: 1}",
        "--- 1\n--- 2",
        "a: \u0007",
      })
  void refusesABadFileInOneLine(String yaml) {
    var error = assertThrows(UserException.class, () -> Preset.fromYaml("bad", yaml));
    assertFalse(error.getMessage().contains("\n"), error.getMessage());
    assertTrue(error.getMessage().endsWith("."), error.getMessage());
  }

  @Test
  void refusesWhatIsTooDeepOrTooLong() {
    assertThrows(UserException.class, () -> Preset.fromYaml("bad", "[".repeat(10_000)));
    assertThrows(UserException.class, () -> Preset.fromYaml("bad", "#".repeat(5_000_000)));
  }

  @Test
  void anEmptyBlockIsTheDefaults() {
    var preset = Preset.fromYaml("toy", "model:\n  type: toy\ntrain:\n");
    assertEquals(new ToyModel().defaults(), preset.model());
    assertEquals(TrainConfig.DEFAULTS, preset.train());
  }

  @Test
  void otherDataLeaveNothingAssumed() {
    var other = toy.withData("mine.csv");
    assertEquals(
        new DataConfig(
            "mine.csv", "auto", "auto", false, toy.data().binarize(), "0", "0", 0, Missing.REFUSE),
        other.data());
    assertTrue(other.train().earlyStopping().enabled());
    assertFalse(other.withoutIdleEarlyStopping().train().earlyStopping().enabled());
    var held = other.with("data.validation", "0.2");
    assertEquals(held, held.withoutIdleEarlyStopping());
    assertNull(other.expected());
    assertEquals(toy.model(), other.model());
  }

  @Test
  void namesThePresetsThereAre() {
    assertEquals(
        "Unknown preset 'toi'. Known: toy. Did you mean 'toy'?",
        assertThrows(UserException.class, () -> Preset.load("toi")).getMessage());
    assertEquals(
        "Preset file 'no.yaml' does not exist. Correct its path, or leave .yaml out for one that comes along.",
        assertThrows(UserException.class, () -> Preset.load("no.yaml")).getMessage());
    assertEquals(
        "Preset file 'a?.yaml' has no valid name (Nul character not allowed).",
        assertThrows(UserException.class, () -> Preset.load("a\0.yaml")).getMessage());
  }

  /** A new updater starts the other keys of its block afresh, but not those of the same setting. */
  @Test
  void aBlockIsSetKeyByKey() {
    var preset =
        toy.withSet(List.of("train.optimizer={name: nadam, learning-rate: 0.01, beta1: 0.5}"));
    assertEquals(Updater.NADAM, preset.train().optimizer().name());
    assertEquals(0.01, preset.train().optimizer().learningRate());
    assertEquals(0.5, preset.train().optimizer().options().get("beta1"));
  }

  @Test
  void aPhaseNamesWhereItsOptimizerDiffers() {
    var text =
        "train.phases={loss: {learning-rate: 0.02}, critic: {name: rmsprop, rms-decay: 0.5}}";
    var preset = set(text);
    assertEquals(preset, Preset.fromYaml("toy", preset.toYaml()));
    assertEquals(
        preset,
        set(
            "train.phases.critic.rms-decay=0.5",
            "train.phases.loss.learning-rate=0.02",
            "train.phases.critic.name=rmsprop"));
    assertEquals(preset, toy.with("train.phases", preset.toTree().at("/train/phases")));
    var train = preset.train();
    assertEquals(0.02, train.optimizer("loss").learningRate());
    assertEquals(train.optimizer().options(), train.optimizer("loss").options());
    assertEquals(
        new OptimizerConfig(
            Updater.RMSPROP,
            OptimizerConfig.of(Updater.RMSPROP).learningRate(),
            0,
            Map.of("rms-decay", 0.5)),
        train.optimizer("critic"));
    assertEquals(train.optimizer(), train.optimizer("other"));
    assertEquals(
        toy, preset.withSet(List.of("train.phases.loss=null", "train.phases.critic=null")));
    assertEquals(toy, preset.with("train.phases", null));
    assertFalse(toy.toYaml().contains("phases"));
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionOfAnUpdaterMayBeAPhasesOwn(Updater updater) {
    var name = updater.name().toLowerCase(Locale.ROOT);
    for (var option : OptimizerConfig.of(updater).options().keySet()) {
      var own = set("train.phases.loss={name: %s, %s: 0.25}".formatted(name, option));
      assertEquals(0.25, own.train().optimizer("loss").options().get(option), option);
    }
  }
}
