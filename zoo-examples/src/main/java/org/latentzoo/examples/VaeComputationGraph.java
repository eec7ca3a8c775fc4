package org.latentzoo.examples;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.latentzoo.data.DataModule;
import org.latentzoo.dl4j.ElboOutputLayer;
import org.latentzoo.dl4j.GaussianPosteriorLayer;
import org.latentzoo.dl4j.Likelihood;
import org.latentzoo.dl4j.NoisyRows;
import org.latentzoo.preset.Preset;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/** Trains a VAE on handwritten digits as a DL4J network: DL4J's layers, the zoo's bound. */
public final class VaeComputationGraph {
  private VaeComputationGraph() {}

  /** Takes the number of epochs, 20 where left out. */
  public static void main(String... args) {
    System.out.println(runExample(args.length == 0 ? 20 : Integer.parseInt(args[0])));
  }

  /** Trains; the mean ELBO of the test digits in nats. */
  static double runExample(int epochs) {
    var data = DataModule.open(Preset.load("vae-bernoulli-digits").data(), DataType.FLOAT, 1);
    var network = network(data.columns(), 200, 10, DataType.FLOAT);
    network.fit(new NoisyRows(data.train(), DataType.FLOAT, 128, 10, 1), epochs);
    int rows = (int) data.test().count();
    return -network.score(new NoisyRows(data.test(), DataType.FLOAT, rows, 10, 2).next());
  }

  /** x [B, d] to [mu, log sigma^2] [B, 2k] to z [B, k] to logits [B, d]. */
  public static ComputationGraph network(int d, int hidden, int k, DataType type) {
    var builder = new NeuralNetConfiguration.Builder().seed(1).dataType(type);
    var network =
        new ComputationGraph(
            builder
                .updater(new Adam(0.002))
                .graphBuilder()
                .addInputs("x", "noise")
                .addLayer("encoder", dense(d, hidden, Activation.TANH), "x")
                .addLayer("posterior", dense(hidden, 2 * k, Activation.IDENTITY), "encoder")
                .addLayer("z", new GaussianPosteriorLayer(), "posterior", "noise")
                .addLayer("decoder", dense(k, hidden, Activation.TANH), "z")
                .addLayer("logits", dense(hidden, d, Activation.IDENTITY), "decoder")
                .addLayer(
                    "elbo", new ElboOutputLayer(Likelihood.BERNOULLI, k), "logits", "posterior")
                .setOutputs("elbo")
                .build());
    network.init();
    return network;
  }

  private static DenseLayer dense(int in, int out, Activation activation) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(activation).build();
  }
}
