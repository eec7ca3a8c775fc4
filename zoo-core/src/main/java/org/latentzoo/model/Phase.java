package org.latentzoo.model;

import java.util.List;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss and what it trains. The number to report and the scalar to differentiate are one where
 * gradients pass through samples, and two where they cannot (equation 16).
 *
 * @param name the loss's name in metrics
 * @param loss the scalar to differentiate, a mean over the batch; its stopped parts count as fixed
 * @param value the number to report, a mean over the batch
 * @param scopes the outermost scopes of the parameters it trains, {@code encoder}, and the names of
 *     the rows' own numbers that it trains
 * @param repeats steps a batch, each with fresh noise
 * @param rate what the learning rate is multiplied by; of plain steps, the learning rate
 * @param isPlain whether its steps are those of plain gradient descent, whatever optimiser,
 *     schedule and clipping the run has
 * @param watches the terms of the loss, and what tells whether it goes well
 */
public record Phase(
    String name,
    SDVariable loss,
    SDVariable value,
    List<String> scopes,
    int repeats,
    double rate,
    boolean isPlain,
    List<Watch> watches) {
  public Phase {
    scopes = List.copyOf(scopes);
    watches = List.copyOf(watches);
  }

  /** One step a batch at the run's own learning rate; the loss is what it reports. */
  public static Phase of(String name, SDVariable loss, String... scopes) {
    return new Phase(name, loss, loss, List.of(scopes), 1, 1, false, List.of());
  }

  /** The same, where {@code loss} is but a surrogate of {@code value}. */
  public Phase reporting(SDVariable value) {
    return new Phase(name, loss, value, scopes, repeats, rate, isPlain, watches);
  }

  /** The same, {@code repeats} times a batch. */
  public Phase repeated(int repeats) {
    return new Phase(name, loss, value, scopes, repeats, rate, isPlain, watches);
  }

  /** The same at {@code rate} times its learning rate. */
  public Phase atRate(double rate) {
    return new Phase(name, loss, value, scopes, repeats, this.rate * rate, isPlain, watches);
  }

  /**
   * The same by plain steps of length {@code rate}. With the loss (c - a)^2 / 2 they make c the
   * exponential moving average of a, saved and resumed as any parameter.
   */
  public Phase plain(double rate) {
    return new Phase(name, loss, value, scopes, repeats, rate, true, watches);
  }

  /** The same, watched by {@code watches} too. */
  public Phase watching(Watch... watches) {
    var all = Stream.concat(this.watches.stream(), Stream.of(watches)).toList();
    return new Phase(name, loss, value, scopes, repeats, rate, isPlain, all);
  }

  /** Whether it trains the parameter, or the rows' own numbers, called {@code parameter}. */
  public boolean trains(String parameter) {
    return scopes.stream().anyMatch(s -> parameter.equals(s) || parameter.startsWith(s + "."));
  }
}
