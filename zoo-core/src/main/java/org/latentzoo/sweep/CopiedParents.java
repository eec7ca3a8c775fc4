package org.latentzoo.sweep;

import org.apache.commons.math3.random.RandomGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.parentselection.RandomTwoParentSelection;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.parentselection.TwoParentSelection;

/**
 * Two parents at random, their genes copied: where no crossover happens, Arbiter mutates the genes
 * that it was given, which would be those of a member of the population.
 */
final class CopiedParents extends TwoParentSelection {
  private final RandomTwoParentSelection selection;

  CopiedParents(RandomGenerator random) {
    this.selection = new RandomTwoParentSelection(random);
  }

  @Override
  public double[][] selectParents() {
    selection.initializeInstance(population);
    var parents = selection.selectParents();
    return new double[][] {parents[0].clone(), parents[1].clone()};
  }
}
