package org.latentzoo.sweep;

import java.util.Map;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.generator.BaseCandidateGenerator;
import org.latentzoo.random.NoiseSource;

/**
 * Sobol's sequence (in Joe and Kuo's directions), which fills the cube more evenly than random
 * points, shifted as a whole by the seed: u_i = (s_i + shift) mod 1 (Cranley and Patterson 1976).
 */
final class SobolSearch extends BaseCandidateGenerator<Point> {
  private final SobolSequenceGenerator sequence;
  private final double[] shift;

  SobolSearch(Space space, long seed) {
    super(space, Map.of(), false);
    initialize();
    int columns = space.numParameters();
    sequence = new SobolSequenceGenerator(Math.max(1, columns));
    shift = new NoiseSource(seed).generator("sobol").doubles(columns).toArray();
  }

  @Override
  public boolean hasMoreCandidates() {
    return true;
  }

  @Override
  public Candidate<Point> getCandidate() {
    var point = sequence.nextVector();
    var units = new double[shift.length];
    for (int j = 0; j < units.length; j++) {
      units[j] = (point[j] + shift[j]) % 1;
    }
    return new Candidate<>(
        parameterSpace.getValue(units), candidateCounter.getAndIncrement(), units);
  }

  @Override
  public Class<?> getCandidateType() {
    return Point.class;
  }
}
