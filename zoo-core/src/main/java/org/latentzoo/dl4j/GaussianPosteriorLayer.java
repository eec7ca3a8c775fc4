package org.latentzoo.dl4j;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.nativebuild.Release;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * z = mu + sigma eps (equation 13), {@code [B, K]}.
 *
 * <p>Its input is {@code [mu, log sigma^2] [B, 2K]} of the encoder followed by noise eps {@code [B,
 * K]} of N(0, 1): give the layer both as inputs, in this order. The noise is an input so that a
 * step repeats.
 */
public final class GaussianPosteriorLayer extends SameDiffLayer {
  @Override
  public void defineParameters(SDLayerParams params) {}

  @Override
  public void initializeParameters(Map<String, INDArray> params) {}

  @Override
  public SDVariable defineLayer(
      SameDiff sameDiff, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
    long k = third(Columns.count(input));
    var noise = Columns.slice(input, 2 * k, k);
    return Release.layerOutput(Columns.normal(input, 0, k).sample(noise));
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType input) {
    return InputType.feedForward(third(input.arrayElementsPerExample()));
  }

  private static long third(long columns) {
    if (columns % 3 != 0) {
      throw new UserException(
          "GaussianPosteriorLayer takes columns [mean, log variance, noise], three of a size, got %d."
              .formatted(columns));
    }
    return columns / 3;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GaussianPosteriorLayer && super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
