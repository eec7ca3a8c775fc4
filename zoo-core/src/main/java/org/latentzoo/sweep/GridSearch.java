package org.latentzoo.sweep;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.generator.BaseCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;

/**
 * Arbiter's grid in its order, the first parameter running fastest, each point once: where a
 * condition does not hold, points that differ in what it leaves out are one. (Arbiter's random
 * order is drawn before a seed can be set.)
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // as Arbiter declares it
final class GridSearch extends BaseCandidateGenerator<Point> {
  private final Iterator<Candidate> points;

  GridSearch(Space space, int points) {
    super(space, Map.of(), false);
    var grid =
        new GridSearchCandidateGenerator(
            space, points, GridSearchCandidateGenerator.Mode.Sequential, Map.of());
    var distinct = new LinkedHashMap<Point, Candidate>();
    while (grid.hasMoreCandidates()) {
      var candidate = grid.getCandidate();
      distinct.putIfAbsent((Point) candidate.getValue(), candidate);
    }
    this.points = distinct.values().iterator();
  }

  @Override
  public boolean hasMoreCandidates() {
    return points.hasNext();
  }

  @Override
  public Candidate getCandidate() {
    return points.next();
  }

  @Override
  public Class<?> getCandidateType() {
    return Point.class;
  }
}
