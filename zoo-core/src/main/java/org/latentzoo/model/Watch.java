package org.latentzoo.model;

import java.util.Locale;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A number of a phase's batches: a term of its loss, or what tells whether training goes as it
 * should. Its mean over every epoch is among the run's metrics, and while its mean over {@link
 * #WINDOW} steps is out of bounds it is warned of, once a run. Of several that are out of bounds
 * together only the first is, in the order of the phases and of their watches: those after it are
 * its consequences.
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

  /** A term of the phase's loss, which is never out of bounds. */
  public static Watch term(String name, SDVariable value) {
    return new Watch(name, value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, "");
  }

  /**
   * The terms of a bound of log p(x), scalars.
   *
   * @param reconstruction the mean of log p(x | z)
   * @param kl the mean of KL(q(z | x) || p(z))
   */
  public static Watch[] terms(SDVariable reconstruction, SDVariable kl) {
    return new Watch[] {term(Head.RECONSTRUCTION.key(), reconstruction), term(Head.KL.key(), kl)};
  }

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
