package org.latentzoo.examples;

import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.model.ModelInstance;

/** N(mean, deviation^2) of one number. */
record Normal(double mean, double deviation) {
  double density(double x) {
    double y = (x - mean) / deviation;
    return Math.exp(-y * y / 2) / (deviation * Math.sqrt(2 * Math.PI));
  }

  /** One to be learnt, from N(0, 1) on. */
  static DiagonalNormal in(Graph graph, String scope) {
    var zero = Initializer.constant(0);
    return graph.in(
        scope,
        () ->
            new DiagonalNormal(
                graph.parameter("mean", zero, 1), graph.parameter("log_variance", zero, 1)));
  }

  /** The one that was learnt. */
  static Normal from(ModelInstance model, String scope) {
    var parameters = model.parameters();
    double logVariance = parameters.get(scope + ".log_variance").getDouble(0);
    return new Normal(parameters.get(scope + ".mean").getDouble(0), Math.exp(logVariance / 2));
  }
}
