package org.latentzoo.train;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

import java.util.Map;

/** The published update rules for one parameter, written out plainly in double. */
final class Formulas {
  private final Updater updater;
  private final double rate;
  private final Map<String, Double> options;
  private double m;
  private double v;
  private double top;

  Formulas(OptimizerConfig config) {
    this.updater = config.name();
    this.rate = config.learningRate();
    this.options = config.options();
    this.v = updater == Updater.ADAGRAD || updater == Updater.RMSPROP ? option("epsilon") : 0;
  }

  /** What to subtract from the parameter at step t = 1, 2, ... */
  double delta(double g, int t) {
    return switch (updater) {
      case SGD, NOOP -> rate * g;
      case ADAM -> {
        moments(g, g * g);
        yield corrected(t) * m / (sqrt(v) + option("epsilon"));
      }
      case AMSGRAD -> {
        moments(g, g * g);
        top = max(top, v);
        yield corrected(t) * m / (sqrt(top) + option("epsilon"));
      }
      case ADABELIEF -> {
        double b1 = option("beta1");
        double mean = b1 * m + (1 - b1) * g;
        moments(g, (g - mean) * (g - mean));
        v += option("epsilon");
        yield corrected(t) * m / (sqrt(v) + option("epsilon"));
      }
      case ADAMAX -> {
        double b1 = option("beta1");
        m = b1 * m + (1 - b1) * g;
        v = max(option("beta2") * v, abs(g));
        yield rate / (1 - pow(b1, t)) * m / v;
      }
      case NADAM -> {
        double b1 = option("beta1");
        moments(g, g * g);
        double ahead = (b1 * m + (1 - b1) * g) / (1 - pow(b1, t));
        yield rate * ahead / (sqrt(v) + option("epsilon"));
      }
      case ADADELTA -> {
        double rho = option("rho");
        v = rho * v + (1 - rho) * g * g;
        double step = sqrt(m + option("epsilon")) / sqrt(v + option("epsilon")) * g;
        m = rho * m + (1 - rho) * step * step;
        yield rate * step;
      }
      case ADAGRAD -> {
        v += g * g;
        yield rate * g / (sqrt(v) + option("epsilon"));
      }
      case RMSPROP -> {
        double decay = option("rms-decay");
        v = decay * v + (1 - decay) * g * g;
        yield rate * g / (sqrt(v) + option("epsilon"));
      }
      case NESTEROVS -> {
        double mu = option("momentum");
        double before = m;
        m = mu * m - rate * g;
        yield mu * before - (1 + mu) * m;
      }
    };
  }

  private void moments(double g, double square) {
    double b1 = option("beta1");
    double b2 = option("beta2");
    m = b1 * m + (1 - b1) * g;
    v = b2 * v + (1 - b2) * square;
  }

  private double corrected(int t) {
    return rate * sqrt(1 - pow(option("beta2"), t)) / (1 - pow(option("beta1"), t));
  }

  private double option(String name) {
    return options.get(name);
  }
}
