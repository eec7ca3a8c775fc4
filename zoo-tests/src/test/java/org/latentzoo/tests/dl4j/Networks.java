package org.latentzoo.tests.dl4j;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.latentzoo.dl4j.ElboOutputLayer;
import org.latentzoo.dl4j.GaussianPosteriorLayer;
import org.latentzoo.dl4j.KlOutputLayer;
import org.latentzoo.dl4j.Likelihood;
import org.latentzoo.dl4j.LinearFlowOutputLayer;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks in double over drawn rows. */
final class Networks {
  private Networks() {}

  /** x [B, d] and noise [B, k] to the bound. */
  static ComputationGraph elbo(Likelihood likelihood, int d, int k) {
    int decoded = likelihood == Likelihood.GAUSSIAN ? 2 * d : d;
    return initialised(
        halves(d, k, decoded)
            .addLayer("elbo", new ElboOutputLayer(likelihood, k), "decoded", "posterior")
            .setOutputs("elbo"));
  }

  /** The same bound in two outputs: DL4J's squared error, and the KL. */
  static ComputationGraph errorAndKl(int d, int k) {
    var error = new LossLayer.Builder(LossFunction.L2).activation(Activation.IDENTITY).build();
    return initialised(
        halves(d, k, d)
            .addLayer("error", error, "decoded")
            .addLayer("kl", new KlOutputLayer(), "posterior")
            .setOutputs("error", "kl"));
  }

  /** A hidden layer of d columns, then the flow. */
  static MultiLayerNetwork flow(int d) {
    var network =
        new MultiLayerNetwork(
            builder()
                .list()
                .layer(dense(d, d, Activation.TANH))
                .layer(new LinearFlowOutputLayer(d))
                .build());
    network.init();
    return network;
  }

  /** The flow alone. */
  static MultiLayerNetwork bareFlow(int d, IUpdater updater) {
    var network =
        new MultiLayerNetwork(
            builder().updater(updater).list().layer(new LinearFlowOutputLayer(d)).build());
    network.init();
    return network;
  }

  static INDArray normal(String stream, int rows, int columns) {
    var drawn = Nd4j.create(DataType.DOUBLE, rows, columns);
    new NoiseSource(3).normal(drawn, stream);
    return drawn;
  }

  static INDArray bits(int rows, int columns) {
    return normal("bits", rows, columns).gt(0).castTo(DataType.DOUBLE);
  }

  private static GraphBuilder halves(int d, int k, int decoded) {
    return builder()
        .graphBuilder()
        .addInputs("x", "noise")
        .addLayer("encoder", dense(d, 4, Activation.TANH), "x")
        .addLayer("posterior", dense(4, 2 * k, Activation.IDENTITY), "encoder")
        .addLayer("z", new GaussianPosteriorLayer(), "posterior", "noise")
        .addLayer("decoder", dense(k, 4, Activation.TANH), "z")
        .addLayer("decoded", dense(4, decoded, Activation.IDENTITY), "decoder");
  }

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .dataType(DataType.DOUBLE)
        .updater(new NoOp());
  }

  private static DenseLayer dense(int in, int out, Activation activation) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(activation).build();
  }

  private static ComputationGraph initialised(GraphBuilder builder) {
    var network = new ComputationGraph(builder.build());
    network.init();
    return network;
  }
}
