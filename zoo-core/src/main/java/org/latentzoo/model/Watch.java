package org.latentzoo.model;

import java.util.Locale;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A number of a phase's batches that tells whether training goes as it should. Its mean over every
 * epoch is among the run's metrics, and outside of its bounds it is warned of, once a run.
 *
 * @param name in metrics and warnings
 * @param value a scalar, a mean over the batch
 * @param least what the mean over an epoch may be
 * @param most what the mean over an epoch may be
 * @param after steps before which nothing is warned of
 * @param advice a sentence that says what is wrong and which setting mends it
 */
public record Watch(
    String name, SDVariable value, double least, double most, long after, String advice) {
  /** What to say after {@code step} steps, if anything, of an epoch with this mean. */
  public Optional<String> warning(double mean, long step) {
    if (step < after || (mean >= least && mean <= most)) {
      return Optional.empty();
    }
    boolean isBelow = mean < least;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s is %.3f at step %d, %s %s. %s",
            name,
            mean,
            step,
            isBelow ? "below" : "above",
            isBelow ? least : most,
            advice));
  }
}
