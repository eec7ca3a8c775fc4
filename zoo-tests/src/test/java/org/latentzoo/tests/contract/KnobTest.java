package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Registry;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.run.Experiment;

/**
 * Every knob of every model changes what is learnt: under plain gradient descent from the same
 * start on the same rows, so that a scale which Adam would hide shows too.
 */
class KnobTest {
  /** Model, knob, another value for it, and settings under which it is read. */
  private static final String KNOBS =
      """
      vae            latent               3
      vae            posterior            laplace
      vae            posterior            logistic
      vae            posterior            full-normal
      vae            channels             2
      vae            encoder              4
      vae            decoder              4
      vae            activation           relu
      vae            classes              2
      vae            likelihood.law       gaussian
      vae            likelihood.law       laplace
      vae            likelihood.law       categorical
      vae            likelihood.variance  fixed        likelihood.law=gaussian
      vae            likelihood.variance  pixel        likelihood.law=laplace
      vae            likelihood.sigma2    0.3          likelihood.law=gaussian
      vae            likelihood.floor     0.01         likelihood.law=laplace
      vae            likelihood.levels    3            likelihood.law=categorical
      vae            objective.bound      iwae         objective.samples=2
      vae            objective.bound      dreg         objective.samples=2,objective.bound=iwae
      vae            objective.samples    3
      vae            objective.samples    3            objective.bound=iwae
      vae            objective.beta       0.5
      vae            objective.beta       0.5          objective.bound=dreg,objective.samples=2
      vae            objective.warmup     8
      vae            objective.warmup     8            objective.bound=iwae,objective.samples=2
      vae            objective.free-bits  0.3
      vae            prior-flow.layers    2
      vae            prior-flow.hidden    4            prior-flow.layers=2
      vae            posterior-flow.layers  2
      vae            posterior-flow.hidden  4          posterior-flow.layers=2
      discrete-vae   latent               3
      discrete-vae   layers               2
      discrete-vae   unit.classes         3
      discrete-vae   unit.prior           learnt
      discrete-vae   encoder              4
      discrete-vae   decoder              4
      discrete-vae   activation           relu
      discrete-vae   likelihood.law       gaussian
      discrete-vae   likelihood.variance  fixed        likelihood.law=gaussian
      discrete-vae   likelihood.sigma2    0.3          likelihood.law=gaussian
      discrete-vae   likelihood.floor     0.01         likelihood.law=laplace
      discrete-vae   likelihood.levels    3            likelihood.law=categorical
      discrete-vae   estimator.kind       reinforce
      discrete-vae   estimator.kind       moving-average
      discrete-vae   estimator.kind       input-dependent
      discrete-vae   estimator.kind       vimco
      discrete-vae   estimator.kind       disarm
      discrete-vae   estimator.kind       straight-through
      discrete-vae   estimator.kind       enumeration
      discrete-vae   estimator.samples    4
      discrete-vae   estimator.samples    4            estimator.kind=disarm
      discrete-vae   estimator.temperature  0.9        estimator.kind=straight-through
      pca            latent               3
      pca            fit                  alternating
      pca            iterations           1            fit=alternating
      ppca           latent               3
      ppca           fit                  em
      ppca           fit                  gradient
      ppca           iterations           2            fit=em
      ppca           rank                 held-out     latent=3
      flow           structure            autoregressive
      flow           layers               3
      flow           transform.law        additive
      flow           transform.law        spline
      flow           transform.bound      1
      flow           transform.bins       3            transform.law=spline
      flow           transform.interval   0.7          transform.law=spline
      flow           mixing               scale
      flow           mixing               linear
      flow           channels             2
      flow           blocks               2            channels=2
      flow           hidden               4
      flow           activation           tanh
      flow           classes              2
      flow           pixels.levels        2
      flow           pixels.lambda        0.01         pixels.levels=2
      nonlinear-pca  latent               3
      nonlinear-pca  posterior            full-normal
      nonlinear-pca  decoder              4
      nonlinear-pca  activation           relu
      nonlinear-pca  likelihood.law       gaussian
      nonlinear-pca  likelihood.variance  fixed        likelihood.law=gaussian
      nonlinear-pca  likelihood.sigma2    0.3          likelihood.law=gaussian
      nonlinear-pca  likelihood.floor     0.01         likelihood.law=laplace
      nonlinear-pca  likelihood.levels    3            likelihood.law=categorical
      nonlinear-pca  em                   joint
      nonlinear-pca  steps                3
      nonlinear-pca  rate                 2
      nonlinear-pca  inference.steps      9
      nonlinear-pca  inference.samples    3
      nonlinear-pca  inference.rate       0.2
      wae            latent               3
      wae            encoding             normal
      wae            encoder              4
      wae            decoder              4
      wae            activation           tanh
      wae            divergence           mmd
      wae            lambda               3
      wae            lambda               3            divergence=mmd
      wae            critic               4
      wae            adversary.form       linear
      wae            adversary.regularizer  0.5        adversary.form=linear
      wae            adversary.rate       2
      wae            adversary.steps      2
      energy-gan     latent               3
      energy-gan     generator            4
      energy-gan     inverse              4
      energy-gan     energy               4
      energy-gan     entropy              mixture
      energy-gan     activation           relu
      energy-gan     noise                0.2
      energy-gan     blur                 0.2
      energy-gan     spread               2
      energy-gan     regularizer          0.1
      energy-gan     rate                 2
      energy-gan     steps                2
      """;

  private static final String BASE =
      """
      model: {type: %s, %s}
      data: {label: last, validation: 6, test: 0}
      train: {epochs: 2, batch: 4, optimizer: {name: sgd, learning-rate: 0.01}}
      precision: double
      """;

  @TempDir Path folder;

  private static Stream<List<String>> knobs() {
    return KNOBS.lines().map(line -> List.of(line.strip().split("\\s+")));
  }

  @ParameterizedTest
  @MethodSource("knobs")
  void changesWhatIsLearnt(List<String> knob) throws IOException {
    var type = knob.get(0);
    var settings =
        knob.stream()
            .skip(3)
            .flatMap(text -> Stream.of(text.split(",")))
            .map("model."::concat)
            .toList();
    var base =
        Preset.fromYaml("knob", BASE.formatted(type, sizes(type)))
            .withSet(settings)
            .with("data.source", "csv:" + rows());
    var turned = base.with("model." + knob.get(1), knob.get(2));
    assertNotEquals(learnt(base, "base"), learnt(turned, "turned"));
  }

  private static String sizes(String type) {
    return switch (type) {
      case "pca", "ppca" -> "latent: 2";
      case "energy-gan" -> "latent: 2, generator: [3]";
      case "flow" -> "layers: 2, hidden: [3]";
      default -> "latent: 2, decoder: [3]";
    };
  }

  /** All that a run ends with: its parameters, and what it says of the rows. */
  private Map<String, Object> learnt(Preset preset, String run) {
    var trained = Experiment.of(preset).train(folder.resolve(run));
    var learnt = new TreeMap<String, Object>(trained.instance().parameters());
    trained
        .evaluate(trained.data().train(), 0)
        .forEach((name, metric) -> learnt.put("metric " + name, metric));
    return learnt;
  }

  /** Bits, which suit every law, and a label of two classes. */
  private Path rows() throws IOException {
    var random = new NoiseSource(4).generator("knobs");
    var lines =
        IntStream.range(0, 18)
            .mapToObj(i -> random.ints(5, 0, 2).mapToObj(Integer::toString).toList())
            .map(cells -> String.join(",", cells))
            .toList();
    return Files.write(folder.resolve("rows.csv"), lines);
  }

  @Test
  void knowsEveryKnob() {
    var known = new TreeSet<String>();
    knobs().forEach(knob -> known.add(knob.get(0) + " " + knob.get(1)));
    var all = new TreeSet<String>();
    Registry.modelTypes()
        .forEach((name, type) -> leaves(name + " ", type.defaults().getClass(), all));
    assertEquals(all, known);
  }

  private static void leaves(String prefix, Class<?> config, Set<String> into) {
    for (var component : config.getRecordComponents()) {
      var key = prefix + kebab(component.getName());
      if (component.getType().isRecord()) {
        leaves(key + ".", component.getType(), into);
      } else {
        into.add(key);
      }
    }
  }

  private static String kebab(String name) {
    return String.join(
        "-", Arrays.stream(name.split("(?=[A-Z])")).map(s -> s.toLowerCase(Locale.ROOT)).toList());
  }
}
