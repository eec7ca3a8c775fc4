package org.latentzoo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OptimizerTest {
  private static final int STEPS = 5;

  @ParameterizedTest
  @EnumSource(Updater.class)
  void followsItsFormulaInDouble(Updater updater) {
    follows(OptimizerConfig.of(updater), DataType.DOUBLE, 1e-12);
  }

  @ParameterizedTest
  @EnumSource(Updater.class)
  void followsItsFormulaInFloat(Updater updater) {
    follows(OptimizerConfig.of(updater), DataType.FLOAT, 2e-4);
  }

  @ParameterizedTest
  @EnumSource(Updater.class)
  void followsItsFormulaForOtherOptions(Updater updater) {
    var options = updater.defaultOptions();
    options.replaceAll((name, value) -> name.equals("epsilon") ? 1e-3 : 0.8 * value);
    follows(new OptimizerConfig(updater, 0.03, 0.1, options), DataType.DOUBLE, 1e-12);
  }

  private static void follows(OptimizerConfig config, DataType type, double tolerance) {
    for (int size : new int[] {1, 7}) {
      var params = Nd4j.ones(type, size);
      var optimizer = Optimizer.create(config, params);
      var random = new Random(4);
      var formulas = new Formulas[size];
      var expected = new double[size];
      for (int i = 0; i < size; i++) {
        formulas[i] = new Formulas(config);
        expected[i] = 1;
      }
      for (int t = 1; t <= STEPS; t++) {
        var gradient = new double[size];
        for (int i = 0; i < size; i++) {
          gradient[i] = random.nextGaussian();
          expected[i] *= 1 - config.learningRate() * config.weightDecay();
          expected[i] -= formulas[i].delta(gradient[i], t);
        }
        optimizer.step(
            params, Nd4j.createFromArray(gradient).castTo(type), t - 1, 0, config.learningRate());
      }
      for (int i = 0; i < size; i++) {
        double moved = Math.abs(expected[i] - 1);
        assertEquals(expected[i], params.getDouble(i), tolerance * (1 + moved), config.toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Updater.class)
  void continuesBitForBitFromASavedState(Updater updater) {
    for (var type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      var config = OptimizerConfig.of(updater);
      var whole = Nd4j.ones(type, 9);
      train(Optimizer.create(config, whole), whole, 0, 2 * STEPS);

      var half = Nd4j.ones(type, 9);
      var first = Optimizer.create(config, half);
      train(first, half, 0, STEPS);
      var second = Optimizer.create(config, half);
      second.restore(first.state().dup());
      train(second, half, STEPS, 2 * STEPS);
      assertEquals(whole, half);
    }
  }

  private static void train(Optimizer optimizer, INDArray params, int from, int to) {
    for (int t = from; t < to; t++) {
      var gradient = Nd4j.create(params.dataType(), params.length());
      var random = new Random(t);
      for (int i = 0; i < params.length(); i++) {
        gradient.putScalar(i, random.nextGaussian());
      }
      optimizer.step(params, gradient, t, 0, 0.01);
    }
  }

  @ParameterizedTest
  @EnumSource(Updater.class)
  void standsStillAtRateZero(Updater updater) {
    var params = Nd4j.ones(DataType.DOUBLE, 3);
    var optimizer = Optimizer.create(OptimizerConfig.of(updater), params);
    optimizer.step(params, Nd4j.ones(DataType.DOUBLE, 3), 0, 0, 0);
    assertEquals(Nd4j.ones(DataType.DOUBLE, 3), params);
  }

  @Test
  void refusesAStateThatDoesNotFit() {
    var params = Nd4j.ones(DataType.DOUBLE, 3);
    var adam = Optimizer.create(OptimizerConfig.of(Updater.ADAM), params);
    var sgd = Optimizer.create(OptimizerConfig.of(Updater.SGD), params);
    var error = assertThrows(UserException.class, () -> adam.restore(sgd.state()));
    assertEquals(
        "The saved state of optimizer 'adam' does not fit: expected 6 numbers of type DOUBLE, got 0"
            + " of DOUBLE. Train from the start or keep the optimizer.",
        error.getMessage());
  }

  @Test
  void namesUnknownAndImpossibleOptions() {
    var unknown =
        assertThrows(
            UserException.class,
            () -> new OptimizerConfig(Updater.ADAM, 0.1, 0, Map.of("beta3", 0.9)));
    assertEquals(
        "Unknown option of adam 'beta3'. Known: beta1, beta2, epsilon. Did you mean 'beta1'?",
        unknown.getMessage());
    var impossible =
        assertThrows(
            UserException.class,
            () -> new OptimizerConfig(Updater.ADAM, 0.1, 0, Map.of("beta1", 1.0)));
    assertEquals("train.optimizer.beta1 must be below 1, got 1.0.", impossible.getMessage());
  }
}
