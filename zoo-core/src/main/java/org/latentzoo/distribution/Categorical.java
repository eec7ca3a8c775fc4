package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.logSumExpLast;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * G independent choices among C: log p(x) = sum_g [l_{g, x_g} - log sum_c exp l_{g, c}].
 *
 * @param logits l, {@code [B, G, C]}
 * @param classes C
 */
public record Categorical(SDVariable logits, int classes) implements Distribution {
  /** {@code x} holds indices 0..C-1, {@code [B, G]}. */
  @Override
  public SDVariable logProb(SDVariable x) {
    var sd = logits.getSameDiff();
    var chosen = sd.oneHot(x.castTo(DataType.INT32), classes, -1, 1, 0, logits.dataType());
    return sumLast(sumLast(chosen.mul(logits)).sub(logSumExpLast(logits)));
  }

  /** The probabilities pi, {@code [B, G, C]}. */
  public SDVariable probabilities() {
    return logits.getSameDiff().nn().softmax(logits, -1);
  }

  /** The mean index sum_c c pi_c, {@code [B, G]}. */
  @Override
  public SDVariable mean() {
    var indices = Nd4j.arange(classes).castTo(logits.dataType());
    return sumLast(probabilities().mul(logits.getSameDiff().constant(indices)));
  }

  @Override
  public SDVariable entropy() {
    return sumLast(logSumExpLast(logits).sub(sumLast(probabilities().mul(logits))));
  }

  @Override
  public Noise noise() {
    return Noise.UNIFORM;
  }

  /**
   * Gumbel's trick: argmax_c [l_c - log(-log u_c)] for noise {@code [B, G, C]} or {@code [B, G C]}.
   */
  @Override
  public SDVariable sample(SDVariable noise) {
    var math = logits.getSameDiff().math();
    var uniform = noise.reshape(logits.getSameDiff().shape(logits));
    var gumbel = math.log(math.log(uniform).neg()).neg();
    return logits.getSameDiff().argmax(logits.add(gumbel), -1).castTo(logits.dataType());
  }
}
