package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.logSumExpLast;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * G independent choices among C, each written as C numbers of which one is 1: log p(z) = sum_g
 * sum_c z_gc [l_gc - log sum_j exp l_gj].
 *
 * @param logits l, {@code [B, G C]}, choice by choice
 * @param units G
 * @param classes C
 */
public record OneHot(SDVariable logits, int units, int classes) implements DiscretePosterior {
  @Override
  public SDVariable logProb(SDVariable z) {
    return sumLast(z.mul(logProbabilities()));
  }

  /** log pi, {@code [B, G C]}. */
  public SDVariable logProbabilities() {
    var l = choices(logits);
    var normaliser = logits.getSameDiff().expandDims(logSumExpLast(l), -1);
    return flat(l.sub(normaliser));
  }

  /** pi, {@code [B, G C]}. */
  @Override
  public SDVariable mean() {
    return logits.getSameDiff().math().exp(logProbabilities());
  }

  @Override
  public SDVariable variance() {
    return mean().mul(mean().rsub(1));
  }

  /** Of each choice, {@code [B, G]}. */
  @Override
  public SDVariable entropies() {
    return sumLast(choices(mean().mul(logProbabilities()))).neg();
  }

  /** One matrix product; in double, see {@link Pairs#exact}. */
  @Override
  public SDVariable pairwiseLogProb(SDVariable codes) {
    var exact = new OneHot(Pairs.exact(logits), units, classes);
    return Pairs.products(exact.logProbabilities(), Pairs.exact(codes));
  }

  @Override
  public Noise noise() {
    return Noise.UNIFORM;
  }

  /** Gumbel's trick: 1 at argmax_c [l_gc - log(-log u_gc)], 0 elsewhere. */
  @Override
  public SDVariable sample(SDVariable noise) {
    var sd = logits.getSameDiff();
    var chosen = sd.argmax(choices(perturbed(noise)), -1);
    return flat(sd.oneHot(chosen, classes, -1, 1, 0, logits.dataType()));
  }

  /** softmax_c([l_gc - log(-log u_gc)] / temperature). */
  @Override
  public SDVariable relaxed(SDVariable noise, double temperature) {
    return new OneHot(perturbed(noise).mul(1 / temperature), units, classes).mean();
  }

  private SDVariable perturbed(SDVariable noise) {
    var math = logits.getSameDiff().math();
    return math.log(math.log(noise).neg()).neg().add(logits);
  }

  private SDVariable choices(SDVariable flat) {
    return flat.reshape(-1, units, classes);
  }

  private SDVariable flat(SDVariable choices) {
    return choices.reshape(-1, (long) units * classes);
  }
}
