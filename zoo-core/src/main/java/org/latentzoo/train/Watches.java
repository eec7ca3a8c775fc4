package org.latentzoo.train;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.latentzoo.model.Watch;

/** Means of what a model's phases watch, over windows of whole epochs, and what to warn of. */
final class Watches {
  private final List<Watch> watches;
  private final Map<String, Double> sums = new HashMap<>();
  private final Set<String> warned = new HashSet<>();
  private long start;
  private int epochs;

  /** From step {@code start} on, where a run begins or goes on. */
  Watches(List<Watch> watches, long start) {
    this.watches = List.copyOf(watches);
    this.start = start;
  }

  /**
   * What to say, if anything, after an epoch that ended at {@code step}.
   *
   * @param means over the epoch, by name
   */
  Optional<String> warning(Map<String, Double> means, long step) {
    watches.forEach(w -> sums.merge(w.name(), means.get(w.name()), Double::sum));
    epochs++;
    if (step - start < Watch.WINDOW) {
      return Optional.empty();
    }
    var warning =
        watches.stream()
            .flatMap(w -> judged(w, step).stream())
            .findFirst()
            .filter(found -> warned.add(found.getKey()))
            .map(Map.Entry::getValue);
    sums.clear();
    epochs = 0;
    start = step;
    return warning;
  }

  /** The watch's name and what it has to say of the window that ends. */
  private Optional<Map.Entry<String, String>> judged(Watch watch, long end) {
    double mean = sums.get(watch.name()) / epochs;
    return watch.warning(mean, start, end).map(text -> Map.entry(watch.name(), text));
  }
}
