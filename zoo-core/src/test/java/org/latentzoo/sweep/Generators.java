package org.latentzoo.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;

/** Searches without a runner. */
final class Generators {
  private Generators() {}

  /** The space, its parts numbered, as any of Arbiter's generators numbers them. */
  static Space initialised(Space space) {
    new RandomSearchGenerator(space);
    return space;
  }

  static SweepConfig config(SearchConfig.Kind kind, long seed, int trials) {
    var search = new SearchConfig(kind, 3, 12, 10);
    return new SweepConfig("", seed, trials, 1, null, search, StoppingConfig.DEFAULTS);
  }

  /** Asks for points, tells the score of each, and returns them. */
  static List<Point> points(CandidateGenerator search, int most, ToDoubleFunction<Point> score) {
    var points = new ArrayList<Point>();
    while (points.size() < most && search.hasMoreCandidates()) {
      Candidate<?> candidate = search.getCandidate();
      var point = (Point) candidate.getValue();
      points.add(point);
      search.reportResults(
          new OptimizationResult(
              candidate,
              score.applyAsDouble(point),
              candidate.getIndex(),
              null,
              new CandidateInfo(),
              null));
    }
    return points;
  }
}
