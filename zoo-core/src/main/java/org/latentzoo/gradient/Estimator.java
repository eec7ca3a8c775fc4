package org.latentzoo.gradient;

import static org.latentzoo.check.Rules.require;
import static org.latentzoo.check.Rules.requirePositive;

import java.util.Locale;

/**
 * Which estimator of the gradient by the encoder trains a model of discrete codes.
 *
 * @param kind the estimator
 * @param samples S, the decoder evaluations of a row; ENUMERATION takes all codes instead
 * @param temperature of the relaxation of STRAIGHT_THROUGH; the others do not read it
 */
public record Estimator(Kind kind, int samples, double temperature) {
  /** An estimator, see the class of the same name. */
  public enum Kind {
    REINFORCE(1, 1),
    MOVING_AVERAGE(1, 1),
    INPUT_DEPENDENT(1, 1),
    LEAVE_ONE_OUT(2, 1),
    VIMCO(2, 1),
    DISARM(2, 2),
    STRAIGHT_THROUGH(1, 1),
    ENUMERATION(1, 1);

    private final int least;
    private final int multiple;

    Kind(int least, int multiple) {
      this.least = least;
      this.multiple = multiple;
    }

    /** Whether the mean of its estimates is the gradient of its bound. */
    public boolean isUnbiased() {
      return this != STRAIGHT_THROUGH;
    }

    /** Whether it weighs grad log q by rewards, of whatever was drawn. */
    public boolean isScoreFunction() {
      return this != DISARM && this != STRAIGHT_THROUGH && this != ENUMERATION;
    }

    /** The name in presets, {@code leave-one-out}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Leave-one-out with two samples. */
  public static final Estimator DEFAULTS = new Estimator(Kind.LEAVE_ONE_OUT, 2, 0.5);

  public Estimator {
    var rule =
        kind.multiple > 1
            ? "an even number for %s".formatted(kind.key())
            : "at least %d for %s".formatted(kind.least, kind.key());
    require(
        samples >= kind.least && samples % kind.multiple == 0,
        "model.estimator.samples",
        rule,
        samples);
    requirePositive("model.estimator.temperature", temperature);
  }
}
