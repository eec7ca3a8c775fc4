package org.latentzoo.train;

import java.util.HashMap;
import java.util.Optional;
import org.latentzoo.check.UserException;
import org.latentzoo.kernel.Buffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * One updater of ND4J over one flat vector of P parameters, its state in one flat vector too: k P
 * numbers for an updater that keeps k numbers a parameter.
 *
 * <p>The state is handed to ND4J slot by slot and not as one view: {@code
 * AdaBelief.instantiate(view)} reads the second dimension of a rank-1 shape and always throws, and
 * {@code AdaDelta} wants rank 2 where {@code AdaMax} wants rank 1. Slot by slot all of them work.
 */
public final class Optimizer {
  private final OptimizerConfig config;
  private final IUpdater updater;
  private final GradientUpdater<?> rule;
  private final Optional<FusedAdam> adam;
  private final INDArray state;

  private Optimizer(OptimizerConfig config, INDArray state, long parameters) {
    this.config = config;
    this.state = state;
    this.updater = config.name().create(config.options());
    var slots = new HashMap<String, INDArray>();
    for (String slot : config.name().slots()) {
      long start = slots.size() * parameters;
      slots.put(slot, Buffers.view(state, start, new long[] {parameters}));
    }
    this.rule = updater.instantiate(slots, false);
    this.adam =
        config.name() == Updater.ADAM && state.dataType() == DataType.FLOAT && FusedAdam.isFast()
            ? Optional.of(new FusedAdam(config.options(), slots.get("M"), slots.get("V")))
            : Optional.empty();
  }

  /** An optimiser for vectors like {@code params} (shape [P], FLOAT or DOUBLE), its state fresh. */
  public static Optimizer create(OptimizerConfig config, INDArray params) {
    if (params.rank() != 1) {
      throw new IllegalArgumentException(
          "Parameters must be one flat vector, got rank " + params.rank());
    }
    var updater = config.name();
    var state = Nd4j.create(params.dataType(), updater.slots().size() * params.length());
    if (!state.isEmpty()) {
      state.assign(updater.initialState(config.options()));
    }
    return new Optimizer(config, state, params.length());
  }

  /**
   * Takes one step: params &larr; (1 - &eta;&lambda;) params - &Delta;(gradient).
   *
   * @param params shape [P], changed in place
   * @param gradient shape [P], perhaps overwritten by &Delta;
   * @param iteration steps taken before this one, from 0
   * @param epoch epochs ended before this one, from 0
   * @param learningRate &eta; of this step
   */
  public void step(
      INDArray params, INDArray gradient, long iteration, int epoch, double learningRate) {
    int before = (int) Math.min(iteration, Integer.MAX_VALUE - 1);
    double keep = 1 - learningRate * config.weightDecay();
    if (adam.isPresent()) {
      adam.get().step(params, gradient, before + 1, learningRate, keep);
      return;
    }
    if (updater.hasLearningRate()) {
      updater.setLrAndSchedule(learningRate, null);
    }
    rule.applyUpdater(gradient, before, epoch);
    // ND4J's Adam, AMSGrad, AdaMax and AdaBelief take a rate of 0 to mean epsilon.
    if (!updater.hasLearningRate() || learningRate == 0) {
      gradient.muli(learningRate);
    }
    if (config.weightDecay() > 0) {
      params.muli(keep);
    }
    params.subi(gradient);
  }

  /** The state itself, not a copy: shape [k P], in the parameters' type; empty where k = 0. */
  public INDArray state() {
    return state;
  }

  /** Continues from a saved {@link #state()}: the next step is the one that would have followed. */
  public void restore(INDArray saved) {
    if (saved.length() != state.length() || saved.dataType() != state.dataType()) {
      throw new UserException(
          "The saved state of optimizer '%s' does not fit: expected %d numbers of type %s, got %d of %s. Train from the start or keep the optimizer."
              .formatted(
                  config.name().label(),
                  state.length(),
                  state.dataType(),
                  saved.length(),
                  saved.dataType()));
    }
    if (!state.isEmpty()) {
      state.assign(saved);
    }
  }
}
