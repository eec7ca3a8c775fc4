package org.latentzoo.sweep;

import org.apache.commons.math3.random.JDKRandomGenerator;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.UniformCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.mutation.RandomMutationOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;

/**
 * The searches by their kind: what each proposes follows from the seed and from what it is told.
 */
final class Searches {
  /** Genes that mutate; Arbiter's 1 in 200 leaves a handful of parameters as they are. */
  private static final double MUTATION = 0.2;

  private Searches() {}

  static CandidateGenerator create(SweepConfig config, Space space) {
    var search = config.search();
    return switch (search.kind()) {
      case RANDOM -> random(space, config.seed());
      case GRID -> new GridSearch(space, search.points());
      case SOBOL -> new SobolSearch(space, config.seed());
      case TPE -> new TpeSearch(space, config.seed(), search.startup());
      case GENETIC -> genetic(space, config.seed(), search.population());
    };
  }

  private static CandidateGenerator random(Space space, long seed) {
    var generator = new RandomSearchGenerator(space);
    generator.setRngSeed(seed);
    return generator;
  }

  /** Arbiter seeds none of the operators: all are given the same generator here. */
  private static CandidateGenerator genetic(Space space, long seed, int population) {
    var random = new JDKRandomGenerator();
    random.setSeed(seed);
    var crossover =
        new UniformCrossover.Builder()
            .parentSelection(new CopiedParents(random))
            .randomGenerator(random)
            .build();
    var mutation =
        new RandomMutationOperator.Builder().mutationRate(MUTATION).randomGenerator(random).build();
    var selection =
        new GeneticSelectionOperator.Builder()
            .crossoverOperator(crossover)
            .mutationOperator(mutation)
            .randomGenerator(random)
            .build();
    return new GeneticSearchCandidateGenerator.Builder(space, new OwnScore())
        .populationModel(new PopulationModel.Builder().populationSize(population).build())
        .selectionOperator(selection)
        .build();
  }
}
