package org.latentzoo.tests.graph;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentzoo.tests.graph.SmallModel.difference;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.exec.Gradients;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.model.Head;
import org.latentzoo.nativebuild.Release;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** A model's graph is an ordinary SameDiff graph: it saves, loads, evaluates and trains as one. */
class PlainSameDiffTest {
  private static final int BATCH = 7;
  private static final double RATE = 0.01;
  private static final int STEPS = 3;

  @TempDir Path folder;

  static Stream<String> presets() {
    return SmallModel.presets();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void evaluates(String name) {
    var model = SmallModel.of(name, 2, DataType.FLOAT);
    var heads =
        Stream.of(Head.ELBO, Head.LOG_LIKELIHOOD, Head.POSTERIOR_MEAN)
            .filter(model.instance().model()::has)
            .toList();
    var inference = model.instance().inference(heads, BATCH);
    SmallModel.feed(inference.execution());
    inference.execution().run();
    var loaded = reload(model.graph());
    for (var head : heads) {
      var variable = model.instance().model().heads().get(head).name();
      var fed = SmallModel.fed(inference.execution());
      var value = loaded.output(fed, variable).get(variable);
      double error = difference(inference.answer(head), value);
      assertTrue(error <= 1e-6, () -> head + " is off by " + error);
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void trainsAsTheZooDoes(String name) {
    var model = SmallModel.of(name, 2, DataType.DOUBLE);
    var loaded = reload(model.graph());
    freezeOthers(model, loaded);
    var step = model.instance().training(model.phase(), BATCH);
    SmallModel.feed(step.execution());
    fit(
        loaded,
        new Sgd(RATE),
        model.phase().loss().name(),
        SmallModel.fed(step.execution()),
        STEPS);
    for (int i = 0; i < STEPS; i++) {
      step.execution().run();
      var parameters = model.instance().parameters(model.phase()).vector();
      parameters.subi(step.gradient().vector().mul(RATE));
    }
    model
        .instance()
        .parameters()
        .forEach(
            (key, value) -> {
              double error = difference(value, loaded.getVariable(key).getArr());
              assertTrue(error <= 1e-12, () -> key + " is off by " + error);
            });
  }

  /** One gradient of a product reads the parameter that the other one changes. */
  @ParameterizedTest
  @ValueSource(strings = {"hW", "Wh", "WV"})
  void productsTrainByTheGradientsOfOneStep(String factors) {
    var graph = new Graph(DataType.DOUBLE, 1);
    var x = graph.input("x", 3);
    var v = graph.parameter("V", Initializer.uniform(1), 3, 3);
    var w = graph.parameter("W", Initializer.uniform(1), 3, 3);
    var h = graph.sameDiff().math().tanh(x.mmul(v));
    var product =
        switch (factors) {
          case "hW" -> h.mmul(w);
          case "Wh" -> w.mmul(h);
          default -> x.mmul(w.mmul(v));
        };
    var loss = product.mul(product).mean().name();
    var data = Map.of("x", Nd4j.eye(3).castTo(DataType.DOUBLE));
    var loaded = reload(graph.sameDiff());
    var gradients = Gradients.of(graph.sameDiff(), loss);
    var expected = new LinkedHashMap<String, INDArray>();
    for (var name : List.of("V", "W")) {
      var gradient = Gradients.name(gradients, name);
      var step = gradients.output(data, gradient).get(gradient).mul(RATE);
      expected.put(name, graph.sameDiff().getVariable(name).getArr().sub(step));
    }
    fit(loaded, new Sgd(RATE), loss, data, 1);
    expected.forEach(
        (name, value) ->
            assertTrue(difference(value, loaded.getVariable(name).getArr()) <= 1e-15, name));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void trainsUnderAdam(String name) {
    var model = SmallModel.of(name, 2, DataType.FLOAT);
    var loaded = reload(model.graph());
    freezeOthers(model, loaded);
    var step = model.instance().training(model.phase(), BATCH);
    SmallModel.feed(step.execution());
    var fed = SmallModel.fed(step.execution());
    var loss = model.phase().loss().name();
    double before = loaded.output(fed, loss).get(loss).getDouble(0);
    fit(loaded, new Adam(RATE), loss, fed, STEPS);
    double after = loaded.output(fed, loss).get(loss).getDouble(0);
    assertTrue(after < before, () -> "loss went from " + before + " to " + after);
  }

  /** SameDiff trains all variables by one loss: those of another player have to be constants. */
  private static void freezeOthers(SmallModel model, SameDiff loaded) {
    var trained = model.instance().parameters(model.phase()).slices().keySet();
    model.instance().parameters().keySet().stream()
        .filter(name -> !trained.contains(name))
        .forEach(name -> loaded.getVariable(name).convertToConstant());
  }

  private SameDiff reload(SameDiff graph) {
    File file = folder.resolve("model.fb").toFile();
    graph.save(file, true);
    return Graph.load(file);
  }

  /** Data and noise alike are features to SameDiff, mapped to placeholders by name. */
  private static void fit(
      SameDiff graph,
      IUpdater updater,
      String loss,
      Map<String, INDArray> placeholders,
      int steps) {
    var names = new ArrayList<>(placeholders.keySet());
    graph.setLossVariables(loss);
    graph.setTrainingConfig(
        Release.losses(TrainingConfig.builder(), graph.getVariable(loss).dataType())
            .updater(updater)
            .dataSetFeatureMapping(names)
            .markLabelsUnused()
            .build());
    var features = placeholders.values().toArray(INDArray[]::new);
    for (int i = 0; i < steps; i++) {
      graph.fit(new MultiDataSet(features, null));
    }
  }
}
