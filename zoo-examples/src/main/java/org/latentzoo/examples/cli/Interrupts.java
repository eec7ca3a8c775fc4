package org.latentzoo.examples.cli;

import java.util.Map;
import java.util.TreeMap;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM, caught while something can still be saved: the first asks, a second one ends
 * the process at once.
 */
final class Interrupts implements AutoCloseable {
  /** By name, the status that a shell reports for each: 128 and the signal's number. */
  private static final Map<String, Integer> STATUS = Map.of("INT", 130, "TERM", 143);

  private final Map<String, Object> previous = new TreeMap<>();
  private volatile @Nullable String caught;

  Interrupts() {
    for (var signal : STATUS.keySet()) {
      var handler = Signals.register(signal, () -> onSignal(signal));
      if (handler != null) {
        previous.put(signal, handler);
      }
    }
  }

  private void onSignal(String signal) {
    caught = signal;
    STATUS.keySet().forEach(Signals::registerDefault);
  }

  /** Whether a signal came. */
  boolean isRaised() {
    return caught != null;
  }

  /** The exit status after the signal that came. */
  int status() {
    return STATUS.get(caught);
  }

  @Override
  public void close() {
    previous.forEach(Signals::unregister);
  }
}
