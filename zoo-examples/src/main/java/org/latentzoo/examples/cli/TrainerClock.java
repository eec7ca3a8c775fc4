package org.latentzoo.examples.cli;

import java.util.ArrayList;
import java.util.List;
import org.latentzoo.train.TrainingListener;
import org.latentzoo.train.TrainingState;

/** Times a trainer's steps: the first, some more of a fresh process, then rounds of steady ones. */
final class TrainerClock implements TrainingListener {
  /** Steps of a fresh process that are told apart. */
  static final int FIRST = 500;

  private final int rounds;
  private final int steps;
  private final List<Double> laps = new ArrayList<>();
  private long toFirst;
  private long taken;
  private long start;

  TrainerClock(int rounds, int steps) {
    this.rounds = rounds;
    this.steps = steps;
  }

  @Override
  public void onStep(TrainingState state, double loss) {
    taken++;
    if (taken == 1) {
      toFirst = Age.milliseconds();
      start = System.nanoTime();
    } else if (taken == 1 + FIRST) {
      lap(FIRST);
    } else if (taken > 1 + FIRST && (taken - 1 - FIRST) % steps == 0) {
      lap(steps);
    }
  }

  private void lap(int length) {
    long now = System.nanoTime();
    laps.add((now - start) / 1e3 / length);
    start = now;
  }

  @Override
  public boolean isInterrupted() {
    return laps.size() > rounds;
  }

  /** From the process's start to the end of the first step, in milliseconds. */
  long toFirst() {
    return toFirst;
  }

  /** Microseconds a step of the {@link #FIRST} after the first. */
  double first() {
    return laps.get(0);
  }

  /** Microseconds a step of each round. */
  double[] rounds() {
    return laps.stream().skip(1).mapToDouble(lap -> lap).toArray();
  }
}
