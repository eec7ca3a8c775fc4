package org.latentzoo.tests.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.distribution.Support;
import org.latentzoo.eval.Evaluator;
import org.latentzoo.eval.Metric;
import org.latentzoo.tests.theorem.PosteriorRows;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Twelve normals on a line, their mixture integrated on a grid. */
class AggregatePosteriorReferenceTest {
  private final Reference r = Reference.of("aggregate", "one_dimensional");

  private PosteriorRows posteriors(DataType dtype) {
    return PosteriorRows.normals(dtype, r.array("q_mean"), r.array("q_log_var"));
  }

  private void requireNear(String name, Metric metric) {
    assertTrue(metric.standardError() > 0 && metric.standardError() <= 1e-3, () -> name + metric);
    assertEquals(r.number(name), metric.mean(), 4 * metric.standardError(), name);
  }

  /** As {@code zoo evaluate} asks, with as many codes as it takes by itself. */
  @Test
  void evaluationReachesTheReference() {
    var none =
        new Preprocessing(
            1, Nd4j.zeros(DataType.DOUBLE, 2), Nd4j.ones(DataType.DOUBLE, 2), Binarize.NONE);
    for (var dtype : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      var posteriors = posteriors(dtype);
      var evaluator = new Evaluator(posteriors.instance(), none, Support.REAL, 1, n -> {});
      var metrics = evaluator.evaluate(posteriors.rows(), 0);
      requireNear("mutual_information", metrics.get("mutual_information"));
      requireNear("aggregate_kl", metrics.get("aggregate_kl"));
      assertEquals(r.number("log_n"), metrics.get("log_n").mean(), 1e-12);
      assertEquals(r.number("mean_kl"), metrics.get("kl").mean(), 1e-6);
      assertEquals(1, metrics.get("active_units").mean());
      double sum = metrics.get("mutual_information").mean() + metrics.get("aggregate_kl").mean();
      assertEquals(metrics.get("kl").mean(), sum, 1e-12);
    }
  }
}
