package org.latentzoo.train;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.latentzoo.check.Names;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Which updater takes the steps. In YAML the options stand beside the name: {@code {name: adam,
 * learning-rate: 0.001, beta1: 0.9}}.
 *
 * @param name the updater
 * @param learningRate the step's length before any schedule, at least 0
 * @param weightDecay decoupled weight decay &lambda; (Loshchilov and Hutter 2019): each step first
 *     shrinks the parameters by 1 - &eta;&lambda;. With {@code adam} this is AdamW
 * @param options every option of the updater; those left out are at ND4J's defaults
 */
public record OptimizerConfig(
    Updater name,
    double learningRate,
    double weightDecay,
    @JsonAnyGetter @JsonAnySetter Map<String, Double> options) {

  /** Checks the ranges and fills in the options left out. */
  public OptimizerConfig {
    var known = new TreeMap<>(name.defaultOptions());
    for (var option : options.entrySet()) {
      if (known.replace(option.getKey(), option.getValue()) == null) {
        throw Names.unknown("option of " + name.label(), option.getKey(), known.keySet());
      }
    }
    check("train.optimizer", learningRate, weightDecay, known);
    options = Collections.unmodifiableMap(known);
  }

  /** The updater with every option, the learning rate too, at ND4J's default. */
  public static OptimizerConfig of(Updater name) {
    return of(name, name.defaultLearningRate());
  }

  /** The updater with every option at ND4J's default. */
  public static OptimizerConfig of(Updater name, double learningRate) {
    return new OptimizerConfig(name, learningRate, 0, Map.of());
  }

  /** The same, without weight decay. */
  OptimizerConfig withoutDecay() {
    return new OptimizerConfig(name, learningRate, 0, options);
  }

  /** ND4J's own updater at this learning rate; it knows no weight decay. */
  public IUpdater updater() {
    var updater = name.create(options);
    if (updater.hasLearningRate()) {
      updater.setLrAndSchedule(learningRate, null);
    }
    return updater;
  }

  /** Checks the ranges of what stands in the block {@code at}. */
  static void check(
      String at, double learningRate, double weightDecay, Map<String, Double> options) {
    Check.atLeast(at + ".learning-rate", learningRate, 0);
    Check.atLeast(at + ".weight-decay", weightDecay, 0);
    options.forEach(
        (option, value) -> {
          Check.atLeast(at + "." + option, value, 0);
          if (!option.equals("epsilon") && value >= 1) {
            throw new UserException("%s.%s must be below 1, got %s.".formatted(at, option, value));
          }
        });
  }
}
