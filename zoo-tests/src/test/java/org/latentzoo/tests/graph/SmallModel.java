package org.latentzoo.tests.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.latentzoo.data.Feed;
import org.latentzoo.model.Execution;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.models.Flow;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Registry;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.contract.Subject;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A preset's model scaled down to nine columns, or 16 for scales, and a few units. */
record SmallModel(Preset preset, ModelInstance instance) {
  static Stream<String> presets() {
    return Registry.presets().keySet().stream();
  }

  static SmallModel of(String name, int latent, DataType type) {
    var preset =
        Subject.shrunk(Preset.load(name), 5)
            .with(size(name), latent)
            .with("precision", type.name());
    int columns = Subject.hasScales(preset) ? 16 : 9;
    var instance = ModelInstance.of(preset.type(), preset.model(), type, preset.seed(), columns);
    return new SmallModel(preset, instance);
  }

  /** What makes a model small: a flow has as many codes as columns, and layers instead. */
  private static String size(String preset) {
    return Preset.load(preset).model() instanceof Flow.Config ? "model.layers" : "model.latent";
  }

  SameDiff graph() {
    return instance.model().graph().sameDiff();
  }

  Phase phase() {
    return instance.trainedPhases().get(0);
  }

  /** Draws data and noise; the same ones for any model and any data type. */
  static void feed(Execution execution) {
    var source = new NoiseSource(7);
    source.uniform(execution.input(Model.DATA), "data");
    execution.drawNoise(source, "noise");
    if (execution.reads(Model.LABELS)) {
      Feed.labels(new double[(int) execution.input(Model.LABELS).size(0)], execution);
    }
  }

  /** A copy of what the execution reads, by placeholder. */
  static Map<String, INDArray> fed(Execution execution) {
    var fed = new LinkedHashMap<String, INDArray>();
    execution.program().inputs().forEach(name -> fed.put(name, execution.input(name).dup()));
    return fed;
  }

  static double difference(INDArray a, INDArray b) {
    double scale = Math.max(1, a.amaxNumber().doubleValue());
    return a.sub(b).amaxNumber().doubleValue() / scale;
  }
}
