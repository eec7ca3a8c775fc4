package org.latentzoo.tests.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.check.UserException;
import org.latentzoo.dl4j.ElboOutputLayer;
import org.latentzoo.dl4j.Likelihood;
import org.latentzoo.dl4j.LinearFlowOutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

/** What the layers compute against formulas written out by hand, and that they are saved whole. */
class LayerValueTest {
  private static final int ROWS = 5;

  @TempDir private Path folder;

  /** 1/2 sum [sigma^2 + mu^2 - 1 - log sigma^2], beside DL4J's squared error. */
  @Test
  void theDivergenceIsTheClosedForm() {
    var network = Networks.errorAndKl(6, 2);
    var x = Networks.normal("x", ROWS, 6);
    var noise = Networks.normal("noise", ROWS, 2);
    var outputs = network.output(x, noise);
    double error = 0;
    double kl = 0;
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < 6; j++) {
        error += Math.pow(outputs[0].getDouble(i, j) - x.getDouble(i, j), 2);
      }
      for (int j = 0; j < 2; j++) {
        double mu = outputs[1].getDouble(i, j);
        double v = outputs[1].getDouble(i, 2 + j);
        kl += (Math.exp(v) + mu * mu - 1 - v) / 2;
      }
    }
    var labels = new INDArray[] {x, Networks.normal("unread", ROWS, 4)};
    var batch = new MultiDataSet(new INDArray[] {x, noise}, labels);
    assertTrue(kl > 0.01);
    assertEquals((error + kl) / ROWS, network.score(batch, false), 1e-12);
  }

  /** With W W^T = S^-1 and b = -mean W the loss is the entropy 1/2 [log |2 pi e S|]. */
  @Test
  void theFlowReachesTheEntropyAndItsGradientVanishesThere() {
    var x = Nd4j.create(new double[][] {{1, 0.5}, {-2, 1}, {0.5, 3}, {4, -1}, {0, 0}});
    double a = 0;
    double b = 0;
    double c = 0;
    var mean = x.mean(0).toDoubleVector();
    for (int i = 0; i < ROWS; i++) {
      double u = x.getDouble(i, 0) - mean[0];
      double v = x.getDouble(i, 1) - mean[1];
      a += u * u / ROWS;
      b += u * v / ROWS;
      c += v * v / ROWS;
    }
    double det = a * c - b * b;
    // S = L L^T with L = [[l, 0], [b / l, m]], and W = L^-T.
    double l = Math.sqrt(a);
    double m = Math.sqrt(det) / l;
    var network = Networks.bareFlow(2, new NoOp());
    var weight = Nd4j.create(new double[][] {{1 / l, -b / (a * m)}, {0, 1 / m}});
    network.getLayer(0).getParam("W").assign(weight);
    network.getLayer(0).getParam("b").assign(x.mean(0).neg().reshape(1, 2).mmul(weight).reshape(2));
    double entropy = 1 + Math.log(2 * Math.PI) + Math.log(det) / 2;
    assertEquals(entropy, network.score(new DataSet(x, x), false), 1e-12);
    network.setInput(x);
    network.setLabels(x);
    network.computeGradientAndScore();
    assertEquals(0, network.gradient().gradient().amaxNumber().doubleValue(), 1e-12);
    var z = network.output(x);
    assertEquals(0, z.mean(0).amaxNumber().doubleValue(), 1e-12);
    assertEquals(Nd4j.eye(2), z.transpose().mmul(z).div(ROWS).castTo(Nd4j.eye(2).dataType()));
  }

  @ParameterizedTest
  @EnumSource
  void aBoundIsSavedWithItsNetwork(Likelihood likelihood) throws IOException {
    var network = Networks.elbo(likelihood, 6, 3);
    var x = Networks.bits(ROWS, 6);
    var batch =
        new MultiDataSet(new INDArray[] {x, Networks.normal("noise", ROWS, 3)}, new INDArray[] {x});
    var configuration = network.getConfiguration();
    assertEquals(configuration, ComputationGraphConfiguration.fromJson(configuration.toJson()));
    var file = folder.resolve("network.zip").toFile();
    network.save(file);
    var loaded = ComputationGraph.load(file, true);
    assertEquals(network.score(batch, false), loaded.score(batch, false));
    assertEquals(network.output(batch.getFeatures())[0], loaded.output(batch.getFeatures())[0]);
    assertEquals(6, loaded.output(batch.getFeatures())[0].columns(), "E[x | z]");
  }

  @Test
  void aFlowIsSavedWithItsNetwork() throws IOException {
    var network = Networks.flow(3);
    network
        .params()
        .addi(Networks.normal("change", 1, (int) network.numParams()).muli(0.1).reshape(-1));
    var x = Networks.normal("x", ROWS, 3);
    var configuration = network.getLayerWiseConfigurations();
    assertEquals(configuration, MultiLayerConfiguration.fromJson(configuration.toJson()));
    var file = folder.resolve("network.zip").toFile();
    network.save(file);
    var loaded = MultiLayerNetwork.load(file, true);
    assertEquals(network.score(new DataSet(x, x)), loaded.score(new DataSet(x, x)));
  }

  /** dL/dW = mean(x z^T) - W^-T and dL/db = mean(z), step after step. */
  @Test
  void theFlowDescends() {
    var x = Networks.normal("x", ROWS, 2);
    var network = Networks.bareFlow(2, new Sgd(0.1));
    var w = Nd4j.eye(2).castTo(x.dataType());
    var b = Nd4j.zeros(x.dataType(), 1, 2);
    for (int t = 0; t < 5; t++) {
      var z = x.mmul(w).addRowVector(b);
      double det = w.getDouble(0, 0) * w.getDouble(1, 1) - w.getDouble(0, 1) * w.getDouble(1, 0);
      var inverseTransposed =
          Nd4j.create(
              new double[][] {
                {w.getDouble(1, 1) / det, -w.getDouble(1, 0) / det},
                {-w.getDouble(0, 1) / det, w.getDouble(0, 0) / det}
              });
      w.subi(x.transpose().mmul(z).div(ROWS).sub(inverseTransposed).mul(0.1));
      b.subi(z.mean(true, 0).mul(0.1));
      network.fit(new DataSet(x, x));
      assertEquals(0, network.getLayer(0).getParam("W").sub(w).amaxNumber().doubleValue(), 1e-12);
      var bias = network.getLayer(0).getParam("b").reshape(1, 2);
      assertEquals(0, bias.sub(b).amaxNumber().doubleValue(), 1e-12);
    }
  }

  @Test
  void badSizesAreOneLine() {
    assertRefused("latent must be at least 1", () -> new ElboOutputLayer(Likelihood.BERNOULLI, 0));
    assertRefused("features must be at least 1", () -> new LinearFlowOutputLayer(0));
    var x = Networks.bits(ROWS, 6);
    var narrow = Networks.elbo(Likelihood.BERNOULLI, 6, 3);
    var noise = Networks.normal("noise", ROWS, 2);
    assertRefused("three of a size, got 8", () -> narrow.output(x, noise));
  }

  private static void assertRefused(String part, Executable body) {
    var message = String.valueOf(assertThrows(UserException.class, body).getMessage());
    assertTrue(message.contains(part), message);
    assertEquals(1, message.lines().count());
  }
}
