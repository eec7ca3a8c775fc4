package org.latentzoo.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.check.UserException;
import org.latentzoo.sweep.Entry.Ended;
import org.latentzoo.sweep.Entry.Status;
import org.latentzoo.sweep.SearchConfig.Kind;

/** Sweeps of a function, through Arbiter's runner and the journal. */
class EngineTest {
  private static final SweepListener NOBODY = new SweepListener() {};

  @TempDir private Path temp;

  private static Space space() {
    return new Space(List.of(Parameter.continuous("x", 0, 1), Parameter.choice("kind", "a", "b")));
  }

  private static double score(Point point) {
    double x = Double.parseDouble(point.settings().get("x"));
    return -Math.abs(x - 0.3) - (point.settings().get("kind").equals("a") ? 0 : 0.1);
  }

  private static Optional<Trainable.Scored> known(int trial, Point point, Monitor monitor) {
    return Optional.of(() -> score(point));
  }

  private List<Entry> run(String name, SweepConfig config, Trainable trainable, int workers) {
    return run(name, config, trainable, workers, NOBODY);
  }

  private List<Entry> run(
      String name, SweepConfig config, Trainable trainable, int workers, SweepListener listener) {
    try (var journal = Journal.open(temp.resolve(name))) {
      new Engine(config, space(), trainable).run(journal, workers, listener);
      assertEquals(journal.entries(), Journal.read(temp.resolve(name)));
      return journal.entries();
    }
  }

  private static List<Ended> ended(List<Entry> entries) {
    return entries.stream().filter(Ended.class::isInstance).map(Ended.class::cast).toList();
  }

  /** What a table says, whatever the clock says. */
  private static List<String> table(List<Entry> entries) {
    return Results.of(space(), entries).rows().stream()
        .map(r -> r.trial() + " " + r.ended().status() + " " + r.score() + " " + r.point())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"RANDOM", "SOBOL", "GRID"})
  void oneOrTwoWorkersTryTheSame(Kind kind) {
    var config = Generators.config(kind, 5, 12);
    var one = run("one", config, EngineTest::known, 1);
    var two = run("two", config, EngineTest::known, 2);
    assertEquals(table(one), table(two));
    assertEquals(kind == Kind.GRID ? 6 : 12, ended(two).size(), "no trial too many");
  }

  /** The journal's order is all that an adaptive search knows: read again, it proposes the same. */
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"TPE", "GENETIC"})
  void theRecordedOrderReplays(Kind kind) throws IOException {
    var config = Generators.config(kind, 5, 25);
    var entries = run("run", config, EngineTest::known, 2);
    assertEquals(25, ended(entries).size());
    try (var journal = Journal.open(temp.resolve("run"))) {
      var search = Searches.create(config, space());
      assertTrue(new RecordedGenerator(search, journal, 25, () -> false).isExhausted());
    }
    var other = Generators.config(kind, 6, 25);
    var e = assertThrows(UserException.class, () -> run("run", other, EngineTest::known, 2));
    assertTrue(e.getMessage().contains("does not fit the sweep: trial 0"), e.getMessage());
  }

  /** Cut anywhere, as by a kill, and gone on with, a sweep ends as one that was never cut. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void goesOnFromAnyCut(Kind kind) throws IOException {
    var config = Generators.config(kind, 5, 14);
    var file = temp.resolve("cut");
    var whole = goOn(file, config);
    var bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length += 211) {
      Files.write(file, Arrays.copyOf(bytes, length));
      int before = Journal.read(file).size();
      var entries = goOn(file, config);
      assertEquals(table(whole), table(entries));
      assertEquals(whole.subList(0, before), entries.subList(0, before));
      assertEquals(whole.size(), entries.size(), "nothing is repeated");
    }
  }

  /** Does what the runner does with one worker, without its second of waiting. */
  private static List<Entry> goOn(Path file, SweepConfig config) {
    try (var journal = Journal.open(file)) {
      var search = Searches.create(config, space());
      var generator = new RecordedGenerator(search, journal, config.trials(), () -> false);
      while (generator.hasMoreCandidates()) {
        var candidate = generator.getCandidate();
        double score = score((Point) candidate.getValue());
        journal.append(new Ended(candidate.getIndex(), Status.DONE, score, 1, 0, null, ""));
      }
      return journal.entries();
    }
  }

  @Test
  void whatFailsIsRecordedAndTheSweepGoesOn() {
    var config = new SweepConfig("", 1, 5, 1, "1s", SearchConfig.DEFAULTS, StoppingConfig.DEFAULTS);
    var entries =
        run(
            "run",
            config,
            (trial, point, monitor) -> {
              switch (trial) {
                case 0 -> throw new UserException("Training diverged.");
                case 1 -> {
                  return Optional.of(() -> Double.NaN);
                }
                case 2 -> throw new OutOfMemoryError("of this test");
                case 3 -> {
                  monitor.onStep(7);
                  while (!monitor.isStopped()) {
                    Thread.onSpinWait();
                  }
                  return Optional.empty();
                }
                default -> {
                  return known(trial, point, monitor);
                }
              }
            },
            1);
    var reasons = ended(entries).stream().map(Ended::reason).toList();
    assertEquals("Training diverged.", reasons.get(0));
    assertEquals("Its score is NaN.", reasons.get(1));
    assertEquals("Out of memory: of this test", reasons.get(2));
    assertEquals(
        "The trial must end within trial-time, 1.0 s, and had taken 7 steps. Raise trial-time.",
        reasons.get(3));
    assertEquals(Status.DONE, ended(entries).get(4).status());
    assertEquals(4, Results.of(space(), entries).best().orElseThrow().trial());
  }

  /** A defect is no trial's fault: it ends the sweep and comes through. */
  @Test
  void defectsComeThrough() {
    var config = Generators.config(Kind.RANDOM, 1, 50);
    assertThrows(
        IllegalStateException.class,
        () ->
            run(
                "run",
                config,
                (trial, point, monitor) -> {
                  throw new IllegalStateException("a defect");
                },
                2));
    assertEquals(List.of(), ended(Journal.read(temp.resolve("run"))));
  }

  /** A full disk is no trial's fault either: the trial is left to be tried again. */
  @Test
  void filesThatCannotBeWrittenEndTheSweep() {
    var config = Generators.config(Kind.RANDOM, 1, 3);
    var full = new UserException("Cannot write.", new IOException("No space left on device"));
    Trainable unwritable =
        (trial, point, monitor) -> {
          if (trial == 1) {
            throw full;
          }
          return known(trial, point, monitor);
        };
    var thrown = assertThrows(UserException.class, () -> run("run", config, unwritable, 1));
    assertSame(full, thrown);
    assertEquals(1, ended(Journal.read(temp.resolve("run"))).size());
    var statuses = ended(run("run", config, EngineTest::known, 1)).stream().map(Ended::status);
    assertEquals(List.of(Status.DONE, Status.DONE, Status.DONE), statuses.toList());
  }

  /** The last trial is proposed and nothing is left to propose, but it did not end. */
  @Test
  void isNotCompleteWhileATrialIsUnderWay() {
    var config = Generators.config(Kind.RANDOM, 1, 2);
    var interrupted = new AtomicBoolean();
    var listener =
        new SweepListener() {
          @Override
          public boolean isInterrupted() {
            return interrupted.get();
          }
        };
    Trainable waiting =
        (trial, point, monitor) -> {
          interrupted.set(trial == 1);
          return monitor.isStopped() ? Optional.empty() : known(trial, point, monitor);
        };
    try (var journal = Journal.open(temp.resolve("run"))) {
      assertFalse(new Engine(config, space(), waiting).run(journal, 1, listener));
      assertEquals(1, ended(journal.entries()).size());
      assertTrue(new Engine(config, space(), EngineTest::known).run(journal, 1, NOBODY));
      assertEquals(2, ended(journal.entries()).size());
    }
  }

  @Test
  void interruptedTrialsComeFirst() {
    var config = Generators.config(Kind.RANDOM, 1, 6);
    var started = new ArrayList<Integer>();
    var listener =
        new SweepListener() {
          @Override
          public boolean isInterrupted() {
            return started.size() == 3;
          }
        };
    Trainable waiting =
        (trial, point, monitor) -> {
          started.add(trial);
          return monitor.isStopped() ? Optional.empty() : known(trial, point, monitor);
        };
    assertEquals(2, ended(run("run", config, waiting, 1, listener)).size());
    started.clear();
    assertEquals(6, ended(run("run", config, waiting, 1)).size());
    assertEquals(List.of(2, 3, 4, 5), started);
  }

  /** Arbiter's runner looks once a second, but at once when a trial ends; two run at a time. */
  @Test
  void workersAreBusy() throws InterruptedException {
    var both = new CountDownLatch(2);
    var names = new HashSet<String>();
    long started = System.nanoTime();
    run(
        "run",
        Generators.config(Kind.RANDOM, 1, 40),
        (trial, point, monitor) -> {
          synchronized (names) {
            names.add(Thread.currentThread().getName());
          }
          both.countDown();
          try {
            assertTrue(both.await(5, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return known(trial, point, monitor);
        },
        2);
    assertEquals(2, names.size());
    assertTrue(System.nanoTime() - started < 20e9, "40 trials take no 40 seconds");
  }
}
