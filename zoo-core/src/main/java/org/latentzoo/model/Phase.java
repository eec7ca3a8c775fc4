package org.latentzoo.model;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss and what it trains.
 *
 * @param name the loss's name in metrics
 * @param loss the scalar to minimise, a mean over the batch
 * @param scopes the outermost scopes of the parameters it trains, {@code encoder}, and the names of
 *     the rows' own numbers that it trains
 * @param repeats steps a batch, each with fresh noise
 * @param rate what the learning rate is multiplied by
 */
public record Phase(String name, SDVariable loss, List<String> scopes, int repeats, double rate) {
  public Phase {
    scopes = List.copyOf(scopes);
  }

  /** One step a batch at the run's own learning rate. */
  public static Phase of(String name, SDVariable loss, String... scopes) {
    return new Phase(name, loss, List.of(scopes), 1, 1);
  }

  /** The same, {@code repeats} times a batch. */
  public Phase repeated(int repeats) {
    return new Phase(name, loss, scopes, repeats, rate);
  }

  /** The same at {@code rate} times its learning rate. */
  public Phase atRate(double rate) {
    return new Phase(name, loss, scopes, repeats, this.rate * rate);
  }

  /** Whether it trains the parameter, or the rows' own numbers, called {@code parameter}. */
  public boolean trains(String parameter) {
    return scopes.stream().anyMatch(s -> parameter.equals(s) || parameter.startsWith(s + "."));
  }
}
