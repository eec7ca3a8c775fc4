package org.latentzoo.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Missing;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.data.Rows;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Noise;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** How sure an estimate is of itself, over normals N(x, 1/4) on a line. */
class AggregatePosteriorTest {
  private static final double[] MEANS = {-4.3, -3.2, -2, -1.5, -0.7, -0.4, 0.3, 0.9, 1.6, 2, 2.1};
  private static final double VARIANCE = 0.25;

  private final Batched batched = new Batched(model(), new NoiseSource(1), n -> {});

  private static ModelInstance model() {
    var graph = new Graph(DataType.DOUBLE, 1);
    var mean = graph.input(Model.DATA, 1);
    var q = new DiagonalNormal(mean, mean.mul(0).add(Math.log(VARIANCE)));
    var heads =
        Map.of(
            Head.KL, KullbackLeibler.toStandardNormal(q),
            Head.POSTERIOR_SAMPLE, q.sample(graph.noise("eps", Noise.NORMAL, 1)),
            Head.POSTERIOR_MEAN, mean,
            Head.LOG_POSTERIOR, q.pairwiseLogProb(graph.input(Model.CODES, 1)));
    return new ModelInstance(new Model(graph, List.of(), heads));
  }

  private static Rows rows(double... means) {
    var none =
        new Preprocessing(
            1, Nd4j.zeros(DataType.DOUBLE, 1), Nd4j.ones(DataType.DOUBLE, 1), Binarize.NONE);
    var matrix = Nd4j.createFromArray(means).reshape(means.length, 1);
    return DataModule.of(matrix, Missing.REFUSE, DataType.DOUBLE, 1, none).all();
  }

  /** The mixture's entropy by the trapezoid rule, less that of a component. */
  private static double information() {
    double step = 1e-3;
    double entropy = 0;
    for (double z = -12; z < 12; z += step) {
      double at = z;
      double density =
          Arrays.stream(MEANS)
              .map(m -> Math.exp(-(at - m) * (at - m) / VARIANCE / 2))
              .average()
              .orElseThrow();
      density /= Math.sqrt(2 * Math.PI * VARIANCE);
      entropy -= density > 0 ? density * Math.log(density) * step : 0;
    }
    return entropy - (1 + Math.log(2 * Math.PI * VARIANCE)) / 2;
  }

  /**
   * 1.96 standard errors hold the truth 95 % of the time, and scores have variance 1: over 2,000
   * repetitions within 4 standard deviations of either. Errors that counted what tells the rows
   * apart would be a tenth too large.
   */
  @Test
  void standardErrorsCover() {
    int repeats = 2000;
    double truth = information();
    var rows = rows(MEANS);
    double covered = 0;
    double squares = 0;
    for (int seed = 0; seed < repeats; seed++) {
      var information =
          AggregatePosterior.of(batched, rows, 40, new NoiseSource(seed)).mutualInformation();
      double score = (information.mean() - truth) / information.standardError();
      covered += Math.abs(score) < 1.96 ? 1.0 / repeats : 0;
      squares += score * score / repeats;
    }
    assertEquals(0.95, covered, 4 * Math.sqrt(0.95 * 0.05 / repeats));
    assertEquals(1, squares, 4 * Math.sqrt(2.0 / repeats));
  }

  @Test
  void fewRowsGetManyCodes() {
    assertEquals(43_690, AggregatePosterior.draws(12, 1));
    assertEquals(2071, AggregatePosterior.draws(180, 10));
    assertEquals(2, AggregatePosterior.draws(10_000, 50));
    assertEquals(2, AggregatePosterior.draws(20_000, 5000));
  }

  /** Whose codes are drawn in one batch many times over, the last time in part. */
  @Test
  void everyRowGetsAsManyCodes() {
    int draws = 1000;
    var drawn = PosteriorDraws.of(batched, rows(MEANS), draws, new NoiseSource(1));
    assertEquals(MEANS.length * draws, drawn.codes().rows());
    var codes = drawn.codes().toDoubleVector();
    for (int n = 0; n < MEANS.length; n++) {
      var own = new double[draws];
      for (int s = 0; s < draws; s++) {
        own[s] = codes[s * MEANS.length + n];
      }
      var metric = Metric.of(own);
      assertEquals(MEANS[n], metric.mean(), 4 * metric.standardError());
      assertEquals(Math.sqrt(VARIANCE / draws), metric.standardError(), 2e-3);
    }
    assertEquals(codes.length, Arrays.stream(codes).distinct().count());
  }

  @Test
  void whatCannotBeEstimatedIsRefused() {
    var none = rows(1).first(0);
    assertEquals(
        "There are no rows to ask about. Choose a part of the data that has rows.",
        refusal(() -> AggregatePosterior.of(batched, none, new NoiseSource(1))));
    var bare = new ModelInstance(new Model(new Graph(DataType.DOUBLE, 1), List.of(), Map.of()));
    assertEquals(
        "The model has no log_posterior: its aggregate posterior is unknown.",
        refusal(() -> AggregatePosterior.of(bare, rows(1), 2, 1)));
  }

  private static String refusal(Runnable body) {
    return assertThrows(UserException.class, body::run).getMessage();
  }

  @Test
  void strataDoNotAddTheirDistance() {
    var metric = Metric.ofStrata(new double[] {1, 101, 3, 103}, 2);
    assertEquals(52, metric.mean());
    assertEquals(Math.sqrt(0.5), metric.standardError(), 1e-15);
    assertTrue(Double.isNaN(Metric.exactly(3).standardError()));
  }

  /** Burda et al.'s threshold, the variance being that of all rows there are. */
  @Test
  void unitsAboveAHundredthAreActive() {
    var means = Nd4j.create(new double[][] {{0.11, 0, 5}, {-0.11, 0.19, 7}});
    var units = ActiveUnits.of(means);
    assertEquals(2, units.count());
    assertEquals(List.of(2, 0, 1), Arrays.stream(units.mostActive()).boxed().toList());
    assertEquals(0.0121, units.activity()[0], 1e-9);
  }
}
