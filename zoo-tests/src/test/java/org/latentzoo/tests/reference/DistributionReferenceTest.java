package org.latentzoo.tests.reference;

import static org.latentzoo.tests.reference.Reference.assertMatches;

import org.junit.jupiter.api.Test;
import org.latentzoo.distribution.Bernoulli;
import org.latentzoo.distribution.Categorical;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.Laplace;
import org.latentzoo.distribution.Logistic;
import org.latentzoo.distribution.LowRankNormal;
import org.latentzoo.tests.Evaluation;
import org.nd4j.linalg.ops.transforms.Transforms;

class DistributionReferenceTest {
  private final Evaluation value = new Evaluation();

  private static Reference reference(String name) {
    return Reference.of("distributions", name);
  }

  @Test
  void diagonalNormal() {
    var r = reference("diagonal_normal");
    var p = new DiagonalNormal(value.feed(r.array("mean")), value.feed(r.array("log_var")));
    assertMatches(r.array("log_prob"), value.of(p.logProb(value.feed(r.array("x")))), "log_prob");
    assertMatches(r.array("entropy"), value.of(p.entropy()), "entropy");
  }

  @Test
  void bernoulli() {
    var r = reference("bernoulli_logits");
    var p = new Bernoulli(value.feed(r.array("logits")));
    assertMatches(r.array("log_prob"), value.of(p.logProb(value.feed(r.array("x")))), "log_prob");
    assertMatches(r.array("entropy"), value.of(p.entropy()), "entropy");
    assertMatches(r.array("mean"), value.of(p.mean()), "mean");
  }

  @Test
  void bernoulliWithExtremeLogits() {
    var r = reference("bernoulli_logits_extreme");
    var p = new Bernoulli(value.feed(r.array("logits")));
    assertMatches(r.array("log_prob"), value.of(p.logProb(value.feed(r.array("x")))), "log_prob");
  }

  @Test
  void categorical() {
    var r = reference("categorical_logits");
    var logits = r.array("logits");
    var p = new Categorical(value.feed(logits), (int) logits.size(2));
    assertMatches(r.array("log_prob"), value.of(p.logProb(value.feed(r.array("x")))), "log_prob");
    assertMatches(r.array("entropy"), value.of(p.entropy()), "entropy");
  }

  @Test
  void laplace() {
    var r = reference("laplace");
    var logScale = Transforms.log(r.array("scale"));
    var p = new Laplace(value.feed(r.array("mean")), value.feed(logScale));
    assertMatches(r.array("log_prob"), value.of(p.logProb(value.feed(r.array("x")))), "log_prob");
    assertMatches(r.array("entropy"), value.of(p.entropy()), "entropy");
  }

  @Test
  void logistic() {
    var r = reference("logistic");
    var logScale = Transforms.log(r.array("scale"));
    var p = new Logistic(value.feed(r.array("mean")), value.feed(logScale));
    assertMatches(r.array("log_prob"), value.of(p.logProb(value.feed(r.array("x")))), "log_prob");
  }

  @Test
  void lowRankNormal() {
    var r = reference("low_rank_normal");
    var loadings = r.array("W");
    var logVariance = org.nd4j.linalg.factory.Nd4j.scalar(Math.log(r.number("sigma2")));
    var p =
        new LowRankNormal(
            value.feed(loadings),
            value.feed(r.array("mean")),
            value.feed(logVariance),
            loadings.rows(),
            loadings.columns());
    assertMatches(r.array("log_prob"), value.of(p.logProb(value.feed(r.array("x")))), "log_prob");
    assertMatches(
        r.array("log_det_covariance"), value.of(p.logDetCovariance()), "log_det_covariance");
  }
}
