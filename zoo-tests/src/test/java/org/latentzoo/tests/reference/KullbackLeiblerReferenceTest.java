package org.latentzoo.tests.reference;

import static org.latentzoo.tests.reference.Reference.assertMatches;

import org.junit.jupiter.api.Test;
import org.latentzoo.distribution.Bernoulli;
import org.latentzoo.distribution.Categorical;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.FullNormal;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.Laplace;
import org.latentzoo.tests.Evaluation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.ops.transforms.Transforms;

class KullbackLeiblerReferenceTest {
  private final Evaluation value = new Evaluation();

  private static Reference reference(String name) {
    return Reference.of("kl", name);
  }

  private SDVariable feed(Reference r, String name) {
    return value.feed(r.array(name));
  }

  @Test
  void normalToNormal() {
    var r = reference("normal_normal");
    var q = new DiagonalNormal(feed(r, "q_mean"), feed(r, "q_log_var"));
    var p = new DiagonalNormal(feed(r, "p_mean"), feed(r, "p_log_var"));
    assertMatches(r.array("kl"), value.of(KullbackLeibler.of(q, p)), "kl");
  }

  @Test
  void normalToStandardNormal() {
    var r = reference("normal_standard");
    var q = new DiagonalNormal(feed(r, "q_mean"), feed(r, "q_log_var"));
    assertMatches(r.array("kl"), value.of(KullbackLeibler.toStandardNormal(q)), "kl");
  }

  @Test
  void bernoulli() {
    var r = reference("bernoulli_bernoulli");
    var kl =
        KullbackLeibler.of(new Bernoulli(feed(r, "q_logits")), new Bernoulli(feed(r, "p_logits")));
    assertMatches(r.array("kl"), value.of(kl), "kl");
  }

  @Test
  void categorical() {
    var r = reference("categorical_categorical");
    int classes = (int) r.array("q_logits").size(2);
    var q = new Categorical(feed(r, "q_logits"), classes);
    var p = new Categorical(feed(r, "p_logits"), classes);
    assertMatches(r.array("kl"), value.of(KullbackLeibler.of(q, p)), "kl");
  }

  @Test
  void laplace() {
    var r = reference("laplace_laplace");
    var q = new Laplace(feed(r, "q_mean"), value.feed(Transforms.log(r.array("q_scale"))));
    var p = new Laplace(feed(r, "p_mean"), value.feed(Transforms.log(r.array("p_scale"))));
    assertMatches(r.array("kl"), value.of(KullbackLeibler.of(q, p)), "kl");
  }

  @Test
  void fullNormalToStandardNormal() {
    var r = reference("full_normal_standard");
    var mean = r.array("q_mean");
    var q =
        new FullNormal(
            value.feed(mean.reshape(1, mean.length())),
            feed(r, "q_covariance"),
            (int) mean.length());
    var kl = KullbackLeibler.toStandardNormal(q);
    assertMatches(r.array("kl").reshape(1), value.of(kl), "kl");
  }
}
