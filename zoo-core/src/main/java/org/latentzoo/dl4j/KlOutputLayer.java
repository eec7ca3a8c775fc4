package org.latentzoo.dl4j;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.jspecify.annotations.Nullable;
import org.latentzoo.distribution.KullbackLeibler;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * KL(q(z | x) || N(0, I)) of q = N(mu, diag(sigma^2)) in closed form (equation 18), the mean over
 * rows in nats. Beside another output layer, whose loss is -log p(x | z), it completes the bound.
 *
 * <p>Its input is {@code [mu, log sigma^2] [B, 2K]}, its activations too. It does not read its
 * labels, which DL4J insists on: give it any, say x.
 */
public final class KlOutputLayer extends SameDiffOutputLayer {
  @Override
  public void defineParameters(SDLayerParams params) {}

  @Override
  public void initializeParameters(Map<String, INDArray> params) {}

  @Override
  public SDVariable defineLayer(
      SameDiff sameDiff, SDVariable input, SDVariable labels, Map<String, SDVariable> parameters) {
    long k = Columns.half("KlOutputLayer", Columns.count(input));
    return Losses.sum(KullbackLeibler.toStandardNormal(Columns.normal(input, 0, k)));
  }

  @Override
  public String activationsVertexName() {
    return "input";
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType input) {
    return input;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KlOutputLayer && super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
