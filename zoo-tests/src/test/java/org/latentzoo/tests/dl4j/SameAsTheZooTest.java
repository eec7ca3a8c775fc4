package org.latentzoo.tests.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.data.DataModule;
import org.latentzoo.dl4j.NoisyRows;
import org.latentzoo.examples.VaeComputationGraph;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.preset.Preset;
import org.latentzoo.train.Optimizer;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** A DL4J network that ends in the zoo's bound is the zoo's VAE, step for step. */
class SameAsTheZooTest {
  private static final String PRESET = "vae-bernoulli-digits";
  private static final List<String> LAYERS = List.of("encoder", "posterior", "decoder", "logits");
  private static final int BATCH = 32;
  private static final double RATE = 0.002;

  private final Preset preset = Preset.load(PRESET);

  @ParameterizedTest
  @CsvSource({"FLOAT, 1e-6", "DOUBLE, 1e-9"})
  void theLossIsTheSame(DataType type, double tolerance) {
    var zoo = zoo(type);
    var network = network(zoo, type);
    var batch = batches(type).next();
    var step = step(zoo, batch);
    step.execution().run();
    double score = network.score(batch, false);
    assertTrue(score > 10, () -> "nats: " + score);
    assertEquals(step.loss(), score, tolerance * score);
  }

  @Test
  void trainingStepsAreTheSame() {
    var zoo = zoo(DataType.DOUBLE);
    var network = network(zoo, DataType.DOUBLE);
    var phase = zoo.model().phases().get(0);
    var parameters = zoo.parameters(phase).vector();
    var optimizer = Optimizer.create(OptimizerConfig.of(Updater.ADAM, RATE), parameters);
    var batches = batches(DataType.DOUBLE);
    var before = parameters.dup();
    for (int t = 0; t < 5; t++) {
      var batch = batches.next();
      var step = step(zoo, batch);
      step.execution().run();
      optimizer.step(parameters, step.gradient().vector(), t, 0, RATE);
      network.fit(batch);
      assertEquals(step.loss(), network.score(), 1e-6 * step.loss());
      assertEquals(0, difference(zoo, network), 1e-6);
    }
    assertTrue(before.distance2(parameters) > 0.1, "the steps moved");
  }

  private ModelInstance zoo(DataType type) {
    return ModelInstance.of(preset.type(), preset.model(), type, 1, 64);
  }

  /** The example's network with the zoo's parameters. */
  private static ComputationGraph network(ModelInstance zoo, DataType type) {
    var network = VaeComputationGraph.network(64, 200, 10, type);
    var values = zoo.parameters().values().iterator();
    for (var layer : LAYERS) {
      for (var name : List.of("W", "b")) {
        var slot = network.getLayer(layer).getParam(name);
        slot.assign(values.next().reshape(slot.shape()));
      }
    }
    assertTrue(!values.hasNext());
    return network;
  }

  /** The largest over all parameters. */
  private static double difference(ModelInstance zoo, ComputationGraph network) {
    var values = zoo.parameters().values().iterator();
    double largest = 0;
    for (var layer : LAYERS) {
      for (var name : List.of("W", "b")) {
        var slot = network.getLayer(layer).getParam(name);
        var off = slot.sub(values.next().reshape(slot.shape()));
        largest = Math.max(largest, off.amaxNumber().doubleValue());
      }
    }
    return largest;
  }

  private NoisyRows batches(DataType type) {
    var rows = DataModule.open(preset.data(), type, 1).train();
    return new NoisyRows(rows, type, BATCH, 10, 1);
  }

  private static TrainingStep step(ModelInstance zoo, MultiDataSet batch) {
    var step = zoo.training(zoo.model().phases().get(0), BATCH);
    step.execution().input(Model.DATA).assign(batch.getFeatures(0));
    INDArray noise = step.execution().input("eps");
    noise.assign(batch.getFeatures(1));
    return step;
  }
}
