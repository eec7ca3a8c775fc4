package org.latentzoo.train;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.Names;

/**
 * Where the optimiser of one phase differs from the one that all share. What is null is as there,
 * or, under another updater, as {@link OptimizerConfig#of(Updater)} has it.
 *
 * @param name the updater
 * @param learningRate the step's length before any schedule and the phase's own factor
 * @param weightDecay decoupled weight decay
 * @param beta1 as all below an option of some updaters, see {@link Updater}
 */
public record PhaseOptimizer(
    @Nullable Updater name,
    @Nullable Double learningRate,
    @Nullable Double weightDecay,
    @Nullable Double beta1,
    @Nullable Double beta2,
    @Nullable Double epsilon,
    @Nullable Double rho,
    @Nullable Double rmsDecay,
    @Nullable Double momentum) {

  /**
   * All of the phase's optimiser.
   *
   * @param at the key that this stands at
   * @throws org.latentzoo.check.UserException if the updater has no such option, or a number is out
   *     of its range
   */
  OptimizerConfig over(OptimizerConfig shared, String at) {
    var base = name == null || name == shared.name() ? shared : OptimizerConfig.of(name);
    var options = new TreeMap<>(base.options());
    given()
        .forEach(
            (option, value) -> {
              if (options.replace(option, value) == null) {
                var subject = "option of %s in %s".formatted(base.name().label(), at);
                throw Names.unknown(subject, option, base.options().keySet());
              }
            });
    double rate = Optional.ofNullable(learningRate).orElse(base.learningRate());
    double decay = Optional.ofNullable(weightDecay).orElse(base.weightDecay());
    OptimizerConfig.check(at, rate, decay, options);
    return new OptimizerConfig(base.name(), rate, decay, options);
  }

  private Map<String, Double> given() {
    var given = new TreeMap<String, Double>();
    BiConsumer<String, @Nullable Double> put =
        (option, value) -> {
          if (value != null) {
            given.put(option, value);
          }
        };
    put.accept("beta1", beta1);
    put.accept("beta2", beta2);
    put.accept("epsilon", epsilon);
    put.accept("rho", rho);
    put.accept("rms-decay", rmsDecay);
    put.accept("momentum", momentum);
    return given;
  }
}
