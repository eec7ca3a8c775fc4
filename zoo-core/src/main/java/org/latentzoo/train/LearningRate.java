package org.latentzoo.train;

import org.latentzoo.check.UserException;

/**
 * How the learning rate moves. At step t = 0, 1, ... of T in epoch e = 0, 1, ... it is
 *
 * <pre>
 *   eta(t) = eta * min(1, (t + 1) / w) * decay
 *   constant:  decay = 1
 *   cosine:    decay = f + (1 - f) (1 + cos(pi min(1, max(0, t - w) / (T - w)))) / 2
 *   step:      decay = factor ^ floor(t / every), or of e / every
 * </pre>
 *
 * <p>with w the {@code warmup} and f the {@code finalFraction} (Loshchilov and Hutter 2017 for the
 * cosine).
 *
 * @param kind the decay
 * @param warmup steps over which the rate grows linearly; 0 for none
 * @param finalFraction cosine: what is left of the rate at the end, in [0, 1]
 * @param factor step: what is left of the rate after each drop, in (0, 1]
 * @param every step: epochs or steps between drops, at least 1
 * @param unit step: what {@code every} counts
 */
public record LearningRate(
    Kind kind, int warmup, double finalFraction, double factor, int every, Unit unit) {

  /** The shape of the decay. */
  public enum Kind {
    CONSTANT,
    COSINE,
    STEP
  }

  /** What the drops of {@link Kind#STEP} are counted in. */
  public enum Unit {
    EPOCHS,
    STEPS
  }

  /** No decay; the numbers wait for a kind that uses them: to 0 by cosine, or halved in tens. */
  public static final LearningRate DEFAULTS =
      new LearningRate(Kind.CONSTANT, 0, 0, 0.5, 10, Unit.EPOCHS);

  /** Checks the ranges. */
  public LearningRate {
    Check.atLeast("train.schedule.warmup", warmup, 0);
    Check.atLeast("train.schedule.final-fraction", finalFraction, 0);
    Check.atLeast("train.schedule.every", every, 1);
    if (finalFraction > 1) {
      throw new UserException(
          "train.schedule.final-fraction must be at most 1, got %s.".formatted(finalFraction));
    }
    if (!(factor > 0 && factor <= 1)) {
      throw new UserException(
          "train.schedule.factor must be above 0 and at most 1, got %s.".formatted(factor));
    }
  }

  /** The rate at {@code step} (from 0) of {@code steps}, in {@code epoch} (from 0). */
  public double at(double base, long step, long steps, int epoch) {
    double grown = step < warmup ? (step + 1.0) / warmup : 1;
    return base * grown * decay(step, steps, epoch);
  }

  private double decay(long step, long steps, int epoch) {
    return switch (kind) {
      case CONSTANT -> 1;
      case COSINE -> {
        double done = Math.max(0.0, step - warmup) / Math.max(1, steps - warmup);
        yield finalFraction + (1 - finalFraction) * (1 + Math.cos(Math.PI * Math.min(1, done))) / 2;
      }
      case STEP -> Math.pow(factor, Math.floorDiv(unit == Unit.EPOCHS ? epoch : step, every));
    };
  }
}
