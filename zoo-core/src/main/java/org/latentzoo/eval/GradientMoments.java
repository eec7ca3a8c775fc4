package org.latentzoo.eval;

import java.util.function.Predicate;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mean and variance, over the noise alone, of a step's gradient by some of its parameters: rows and
 * parameters stay as they are.
 *
 * @param mean {@code [P]}, in double
 * @param variance the sum of the P variances of one estimate
 * @param draws how many estimates there were
 */
public record GradientMoments(INDArray mean, double variance, int draws) {
  /**
   * Estimates them; the step's rows are in place.
   *
   * @param which parameters count, by name
   * @param draws at least 2
   */
  public static GradientMoments of(
      TrainingStep step, Predicate<String> which, int draws, NoiseSource noise) {
    if (draws < 2) {
      throw new IllegalArgumentException("a variance needs two draws, got " + draws);
    }
    var sum = gradient(step, which, noise, 0);
    var squares = sum.mul(sum);
    for (int i = 1; i < draws; i++) {
      var g = gradient(step, which, noise, i);
      sum.addi(g);
      squares.addi(g.muli(g));
    }
    var mean = sum.div(draws);
    double spread = squares.subi(mean.mul(sum)).sumNumber().doubleValue();
    return new GradientMoments(mean, Math.max(0, spread) / (draws - 1), draws);
  }

  private static INDArray gradient(
      TrainingStep step, Predicate<String> which, NoiseSource noise, int draw) {
    step.execution().drawNoise(noise, "moments", draw);
    step.execution().run();
    var parts =
        step.gradient().slices().entrySet().stream()
            .filter(e -> which.test(e.getKey()))
            .map(e -> e.getValue().reshape(e.getValue().length()).castTo(DataType.DOUBLE))
            .toArray(INDArray[]::new);
    return Nd4j.concat(0, parts);
  }

  /** |E[g]|, as far as it is known. */
  public double norm() {
    return mean.norm2Number().doubleValue();
  }

  /** The variance of the mean, summed over the parameters. */
  public double errorVariance() {
    return variance / draws;
  }

  /**
   * |E[g] - E[g']|, less what the noise of both means adds to its square on average; 0 where noise
   * explains it all.
   */
  public double distance(GradientMoments other) {
    double apart = mean.sub(other.mean).norm2Number().doubleValue();
    double noise = errorVariance() + other.errorVariance();
    return Math.sqrt(Math.max(0, apart * apart - noise));
  }
}
