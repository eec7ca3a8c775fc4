package org.latentzoo.dl4j;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * -log p(x) = -log N(z; 0, I) - log |det W| for the bijection z = x W + b: the change of variables,
 * the mean over rows in nats. At its optimum b and W whiten the data.
 *
 * <p>Its input is x {@code [B, D]}, its activations z {@code [B, D]}. It does not read its labels,
 * which DL4J insists on: give it any, say x. W {@code [D, D]} starts as the identity and b {@code
 * [D]} as 0. A program that uses SameDiff otherwise must make a {@link org.latentzoo.graph.Graph}
 * or touch this class first, so that SameDiff learns the gradient of the determinant.
 */
public final class LinearFlowOutputLayer extends SameDiffOutputLayer {
  static {
    Ops.register();
  }

  private static final String WEIGHT = "W";
  private static final String BIAS = "b";
  private static final String CODE = "z";

  private final int features;

  /**
   * @param features D
   * @throws UserException if it is below 1
   */
  @JsonCreator
  public LinearFlowOutputLayer(@JsonProperty("features") int features) {
    if (features < 1) {
      throw new UserException("features must be at least 1, got %d.".formatted(features));
    }
    this.features = features;
  }

  /** D. */
  public int getFeatures() {
    return features;
  }

  @Override
  public void defineParameters(SDLayerParams params) {
    params.addWeightParam(WEIGHT, features, features);
    params.addBiasParam(BIAS, features);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    params.get(WEIGHT).assign(Nd4j.eye(features));
    params.get(BIAS).assign(0);
  }

  @Override
  public SDVariable defineLayer(
      SameDiff sameDiff, SDVariable x, SDVariable labels, Map<String, SDVariable> parameters) {
    var weight = parameters.get(WEIGHT);
    var z = x.mmul(weight).add(CODE, parameters.get(BIAS));
    var logLikelihood = StandardNormal.logProb(z).add(Ops.logDet(weight, features));
    return Losses.sum(logLikelihood.neg());
  }

  @Override
  public String activationsVertexName() {
    return CODE;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType input) {
    return input;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LinearFlowOutputLayer layer
        && super.equals(other)
        && features == layer.features;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), features);
  }
}
