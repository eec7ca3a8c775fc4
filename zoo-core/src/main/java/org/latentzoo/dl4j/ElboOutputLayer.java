package org.latentzoo.dl4j;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.loss.Elbo;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * -ELBO(x) = -log p(x | z) + KL(q(z | x) || N(0, I)) (equation 9), the mean over rows in nats.
 *
 * <p>Its input is what the decoder puts out followed by {@code [mu, log sigma^2] [B, 2K]} of the
 * encoder: give the layer both as inputs, in this order. Its labels are the data x {@code [B, D]},
 * its activations E[x | z].
 */
public final class ElboOutputLayer extends SameDiffOutputLayer {
  private static final String MEAN = "mean";

  private final Likelihood likelihood;
  private final int latent;

  /**
   * @param likelihood how the decoder's columns are read
   * @param latent K, the size of the code
   * @throws UserException if {@code latent} is below 1
   */
  @JsonCreator
  public ElboOutputLayer(
      @JsonProperty("likelihood") Likelihood likelihood, @JsonProperty("latent") int latent) {
    if (latent < 1) {
      throw new UserException("latent must be at least 1, got %d.".formatted(latent));
    }
    this.likelihood = likelihood;
    this.latent = latent;
  }

  /** How the decoder's columns are read. */
  public Likelihood getLikelihood() {
    return likelihood;
  }

  /** K, the size of the code. */
  public int getLatent() {
    return latent;
  }

  @Override
  public void defineParameters(SDLayerParams params) {}

  @Override
  public void initializeParameters(Map<String, INDArray> params) {}

  @Override
  public SDVariable defineLayer(
      SameDiff sameDiff, SDVariable input, SDVariable x, Map<String, SDVariable> parameters) {
    long decoded = Columns.count(input) - 2L * latent;
    if (decoded < 1) {
      throw new UserException(
          "ElboOutputLayer takes the decoder's columns and 2 x %d of the encoder, got %d in all."
              .formatted(latent, Columns.count(input)));
    }
    var p = likelihood.of(input, decoded);
    var q = Columns.normal(input, decoded, latent);
    p.mean().rename(MEAN);
    var elbo = new Elbo(p.logProb(x), KullbackLeibler.toStandardNormal(q));
    return Losses.sum(elbo.value().neg());
  }

  @Override
  public String activationsVertexName() {
    return MEAN;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType input) {
    long decoded = input.arrayElementsPerExample() - 2L * latent;
    return InputType.feedForward(likelihood == Likelihood.GAUSSIAN ? decoded / 2 : decoded);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ElboOutputLayer layer
        && super.equals(other)
        && likelihood == layer.likelihood
        && latent == layer.latent;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), likelihood, latent);
  }
}
