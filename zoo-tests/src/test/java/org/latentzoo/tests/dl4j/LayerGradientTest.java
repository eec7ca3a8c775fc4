package org.latentzoo.tests.dl4j;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.GraphConfig;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.MLNConfig;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.dl4j.Likelihood;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's own gradient check, in double, of whole networks that end in the zoo's layers. */
class LayerGradientTest {
  private static final int ROWS = 5;
  private static final double RELATIVE = 1e-5;

  private static DataType before;

  @BeforeAll
  static void inDouble() {
    before = Nd4j.dataType();
    DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
  }

  @AfterAll
  static void asBefore() {
    DataTypeUtil.setDTypeForContext(before);
  }

  @ParameterizedTest
  @EnumSource
  void ofTheBound(Likelihood likelihood) {
    var bits = Networks.bits(ROWS, 6);
    var x = likelihood == Likelihood.BERNOULLI ? bits : Networks.normal("x", ROWS, 6);
    assertRight(Networks.elbo(likelihood, 6, 3), x, 3, x);
  }

  @Test
  void ofTheDivergenceBesideAnotherLoss() {
    var x = Networks.normal("x", ROWS, 6);
    assertRight(Networks.errorAndKl(6, 2), x, 2, x, Networks.normal("unread", ROWS, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void ofTheFlow(int d) {
    var x = Networks.normal("x", ROWS, d);
    var config =
        new MLNConfig()
            .net(Networks.flow(d))
            .input(x)
            .labels(x)
            .maxRelError(RELATIVE)
            .minAbsoluteError(1e-8);
    assertTrue(GradientCheckUtil.checkGradients(config));
  }

  private static void assertRight(
      ComputationGraph network, INDArray x, int latent, INDArray... labels) {
    var config =
        new GraphConfig()
            .net(network)
            .inputs(new INDArray[] {x, Networks.normal("noise", ROWS, latent)})
            .labels(labels)
            .maxRelError(RELATIVE)
            .minAbsoluteError(1e-8);
    assertTrue(GradientCheckUtil.checkGradients(config));
  }
}
