package org.latentzoo.model;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss and the parameters that it trains.
 *
 * @param name the loss's name in metrics
 * @param loss the scalar to minimise
 * @param scopes the outermost scopes of the parameters it trains, {@code encoder}
 */
public record Phase(String name, SDVariable loss, List<String> scopes) {
  boolean trains(String parameter) {
    return scopes.stream().anyMatch(s -> parameter.equals(s) || parameter.startsWith(s + "."));
  }
}
