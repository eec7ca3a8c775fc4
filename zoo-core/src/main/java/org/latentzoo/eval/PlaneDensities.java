package org.latentzoo.eval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.latentzoo.check.UserException;
import org.latentzoo.data.PlaneDensity;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What an energy-based model in the plane has learnt: exp(-E) / Z, the density p_g of its generator
 * and the truth (equation 23), on one grid.
 *
 * @param grid where
 * @param energy E of each cell
 * @param generator p_g, from many codes
 * @param truth the data's density
 * @param metrics total variations between the three
 */
public record PlaneDensities(
    PlaneGrid grid,
    double[] energy,
    double[] generator,
    double[] truth,
    Map<String, Metric> metrics) {
  private static final int SIDE = 200;
  private static final int CODES = 20_000;

  /** Of the codes, one of which at a time is left out to see what their number leaves open. */
  private static final int PARTS = 20;

  /** Energies this far above the least are drawn white. */
  private static final double NATS = 12;

  /** Whether {@code model}, of rows of two numbers, has both densities. */
  public static boolean isDefinedFor(Model model) {
    return Stream.of(Head.ENERGY, Head.PRIOR_SAMPLE, Head.DECODED_MEAN, Head.DECODED_VARIANCE)
            .allMatch(model::has)
        && model.graph().sameDiff().getVariable(Model.DATA).placeholderShape()[1] == 2;
  }

  static PlaneDensities of(
      ModelInstance instance, PlaneDensity density, double limit, NoiseSource noise) {
    if (!isDefinedFor(instance.model())) {
      throw new UserException("Densities are drawn of models with an energy in the plane.");
    }
    var grid = new PlaneGrid(limit, SIDE);
    var energy = answer(instance, Head.ENERGY, Model.DATA, grid.points()).toDoubleVector();
    var prior = instance.inference(List.of(Head.PRIOR_SAMPLE), CODES);
    prior.execution().drawNoise(noise, "plane");
    prior.execution().run();
    var codes = prior.answer(Head.PRIOR_SAMPLE);
    var centres = answer(instance, Head.DECODED_MEAN, Model.CODES, codes).toDoubleMatrix();
    double variance = answer(instance, Head.DECODED_VARIANCE, Model.CODES, codes).getDouble(0);
    var parts =
        IntStream.range(0, PARTS)
            .mapToObj(part -> part(centres, part))
            .map(some -> grid.mixture(some, Math.sqrt(variance)))
            .toArray(double[][]::new);
    var generator = without(parts, -1);
    var truth = grid.of(density);
    var boltzmann = grid.boltzmann(energy);

    var metrics = new LinkedHashMap<String, Metric>();
    metrics.put("energy_total_variation", Metric.exactly(grid.totalVariation(boltzmann, truth)));
    metrics.put("generator_total_variation", distance(grid, parts, truth));
    metrics.put("energy_generator_total_variation", distance(grid, parts, boltzmann));
    return new PlaneDensities(grid, energy, generator, truth, metrics);
  }

  /** Of the generator's density from the other, with the error that its codes leave. */
  private static Metric distance(PlaneGrid grid, double[][] parts, double[] other) {
    var each =
        IntStream.range(0, PARTS)
            .mapToDouble(part -> grid.totalVariation(without(parts, part), other))
            .toArray();
    double whole = grid.totalVariation(without(parts, -1), other);
    return new Metric(whole, Jackknife.standardError(each));
  }

  private static double[][] part(double[][] centres, int part) {
    int size = CODES / PARTS;
    return Arrays.copyOfRange(centres, part * size, (part + 1) * size);
  }

  /** The mean density of all parts but one. */
  private static double[] without(double[][] parts, int left) {
    var mean = new double[parts[0].length];
    int count = left < 0 ? parts.length : parts.length - 1;
    for (int part = 0; part < parts.length; part++) {
      for (int i = 0; i < mean.length && part != left; i++) {
        mean[i] += parts[part][i] / count;
      }
    }
    return mean;
  }

  /**
   * Four pictures in a line, {@code [4, side side]} in [0, 1]: exp(-E) / Z, p_g and the truth, all
   * on one scale, and E from its least value, black, on.
   */
  public INDArray pictures() {
    double largest = Arrays.stream(truth).max().orElseThrow();
    double least = Arrays.stream(energy).min().orElseThrow();
    return Nd4j.createFromArray(
        new double[][] {
          scaled(grid.boltzmann(energy), largest),
          scaled(generator, largest),
          scaled(truth, largest),
          Arrays.stream(energy).map(e -> (e - least) / NATS).toArray()
        });
  }

  private static double[] scaled(double[] density, double largest) {
    return Arrays.stream(density).map(p -> p / largest).toArray();
  }

  private static INDArray answer(ModelInstance instance, Head head, String input, INDArray value) {
    var inference = instance.inference(List.of(head), value.rows());
    inference.execution().input(input).assign(value);
    inference.execution().run();
    return inference.answer(head);
  }
}
