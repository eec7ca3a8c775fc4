package org.latentzoo.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.generator.BaseCandidateGenerator;
import org.latentzoo.random.NoiseSource;

/**
 * The tree-structured Parzen estimator (Bergstra et al. 2011): u* = argmax l(u) / g(u) over draws
 * from l, where l is the density of the best trials so far and g that of the others, of each
 * parameter by itself and of the trials that have it. The first trials are random, and a trial that
 * failed is worse than any other. A proposal is a function of the seed, of its index, and of the
 * results told before it.
 */
final class TpeSearch extends BaseCandidateGenerator<Point> {
  /** Share of the trials that count as the best. */
  private static final double BEST = 0.15;

  /** Draws from l. */
  private static final int DRAWS = 24;

  private record Observation(Point point, double[] units, double score) {}

  private final Space space;
  private final NoiseSource noise;
  private final int startup;
  private final List<Observation> observed = new ArrayList<>();

  TpeSearch(Space space, long seed, int startup) {
    super(space, Map.of(), false);
    initialize();
    this.space = space;
    this.noise = new NoiseSource(seed);
    this.startup = startup;
  }

  @Override
  public boolean hasMoreCandidates() {
    return true;
  }

  @Override
  public void reportResults(OptimizationResult result) {
    double score = Objects.requireNonNullElse(result.getScore(), Double.NEGATIVE_INFINITY);
    var candidate = result.getCandidate();
    observed.add(
        new Observation((Point) candidate.getValue(), candidate.getFlatParameters(), score));
  }

  @Override
  public Candidate<Point> getCandidate() {
    int index = candidateCounter.getAndIncrement();
    var random = noise.generator("tpe", index);
    var units = random.doubles(space.numParameters()).toArray();
    if (observed.size() >= startup) {
      var varying = space.varying();
      for (int j = 0; j < units.length; j++) {
        units[j] = propose(varying.get(j), j, random, units[j]);
      }
    }
    return new Candidate<>(space.getValue(units), index, units);
  }

  private double propose(Parameter parameter, int j, SplittableRandom random, double otherwise) {
    var having =
        observed.stream()
            .filter(o -> o.point().settings().containsKey(parameter.key()))
            .sorted(Comparator.comparingDouble(Observation::score).reversed())
            .mapToDouble(o -> o.units()[j])
            .boxed()
            .toList();
    int best = (int) Math.ceil(BEST * having.size());
    if (having.size() < 2) {
      return otherwise;
    }
    var l = density(parameter, having.subList(0, best));
    var g = density(parameter, having.subList(best, having.size()));
    double proposed = otherwise;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < DRAWS; i++) {
      double u = l.draw(random);
      double ratio = Math.log(l.at(u)) - Math.log(g.at(u));
      if (ratio > highest) {
        highest = ratio;
        proposed = u;
      }
    }
    return proposed;
  }

  private static Parzen density(Parameter parameter, List<Double> units) {
    return parameter.range() instanceof Range.Choice choice
        ? Parzen.ofChoices(units, choice.values().size())
        : Parzen.ofNumbers(units);
  }

  @Override
  public Class<?> getCandidateType() {
    return Point.class;
  }
}
