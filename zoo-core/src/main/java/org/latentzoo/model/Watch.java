package org.latentzoo.model;

import java.util.Locale;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A number of a phase's batches that tells whether training goes as it should. Its mean over every
 * epoch is among the run's metrics, and while its mean over {@link #WINDOW} steps is out of bounds
 * it is warned of, once a run. Of several that are out of bounds together only the first is, in the
 * order of the phases and of their watches: those after it are its consequences.
 *
 * @param name in metrics and warnings
 * @param value a scalar, a mean over the batch
 * @param least what the mean over a window may be
 * @param most what the mean over a window may be
 * @param after steps before which nothing is warned of, since players first have to find each other
 * @param advice what is wrong, by name, and which setting mends it
 */
public record Watch(
    String name, SDVariable value, double least, double most, long after, String advice) {
  /** Steps, in whole epochs, over which a mean is judged: players swing, and swings pass. */
  public static final long WINDOW = 500;

  /** What to say of this mean over the steps from {@code start} to {@code end}, if anything. */
  public Optional<String> warning(double mean, long start, long end) {
    if (start < after || (mean >= least && mean <= most)) {
      return Optional.empty();
    }
    boolean isBelow = mean < least;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s is %.3f over steps %d to %d, %s %s. %s",
            name,
            mean,
            start + 1,
            end,
            isBelow ? "below" : "above",
            isBelow ? least : most,
            advice));
  }
}
