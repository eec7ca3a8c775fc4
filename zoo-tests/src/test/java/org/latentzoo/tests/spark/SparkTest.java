package org.latentzoo.tests.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.models.Ppca;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.RowObservations;
import org.latentzoo.spark.RddRows;
import org.latentzoo.sweep.Cluster;
import org.latentzoo.sweep.Entry.Status;
import org.latentzoo.sweep.Point;
import org.latentzoo.sweep.Results;
import org.latentzoo.sweep.Sweep;
import org.latentzoo.sweep.SweepListener;
import org.latentzoo.sweep.SweepPlan;
import org.latentzoo.tests.Fits;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Two executors in processes of their own, as on two machines. */
@DisabledOnOs(OS.WINDOWS)
class SparkTest {
  private static final String SWEEP =
      """
      preset: vae-bernoulli-digits
      set: {train.epochs: %d, model.encoder: [16], model.decoder: [16]}
      trials: %d
      stopping: {kind: %s, first: 2, least: 1}
      space:
        train.optimizer.learning-rate: {log: [0.0001, 0.1]}
        model.latent: {integer: [2, 20]}
      """;

  private static Cluster cluster;

  @TempDir private Path temp;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    cluster = Cluster.open("local-cluster[2,1,1024]", 1);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private SweepPlan plan(int epochs, int trials, String stopping) throws IOException {
    var file = temp.resolve("small.yaml");
    Files.writeString(file, SWEEP.formatted(epochs, trials, stopping));
    return SweepPlan.load(file.toString());
  }

  /** What a table says, whatever the clock says. */
  private static List<String> table(Sweep sweep) {
    return sweep.results().rows().stream().map(SparkTest::line).toList();
  }

  private static String line(Results.Row row) {
    var ended = row.ended();
    return "%d %s %s %d %s %s"
        .formatted(
            row.trial(), ended.status(), ended.score(), ended.steps(), ended.reason(), row.point());
  }

  private static List<String> events(Path folder, String event) throws IOException {
    return Files.readAllLines(folder.resolve("journal.jsonl")).stream()
        .filter(line -> line.contains("\"event\":\"" + event + "\""))
        .toList();
  }

  @Test
  void offersAnExecutorEach() {
    assertEquals(2, cluster.slots());
  }

  @Test
  void aKilledExecutorCostsNothing() throws IOException {
    var plan = plan(25, 3, "none");
    var here = new Sweep(plan, temp.resolve("here"));
    assertTrue(here.run(1, false, new SweepListener() {}));

    var there = new Sweep(plan, temp.resolve("there"));
    var killer = new Killer(there);
    assertTrue(there.run(cluster, 2, false, killer));
    assertTrue(killer.hasKilled, "no trial was caught in the middle");
    assertEquals(table(here), table(there));
    assertEquals(3, events(temp.resolve("there"), "ended").size(), "each ends once");
    for (int trial = 0; trial < 3; trial++) {
      var weights = "weights.safetensors";
      assertEquals(
          -1, Files.mismatch(here.run(trial).resolve(weights), there.run(trial).resolve(weights)));
      var manifest = Files.readString(there.run(trial).resolve("manifest.json"));
      assertTrue(manifest.contains("\"vae-bernoulli-digits\""), manifest);
    }
  }

  /** Kills an executor once one of the first two trials, one on each, has ended an epoch. */
  private static final class Killer implements SweepListener {
    private final Sweep sweep;
    private volatile boolean hasKilled;

    Killer(Sweep sweep) {
      this.sweep = sweep;
    }

    @Override
    public void onStart(int trial, Point point) {
      if (trial == 1) {
        new Thread(this::kill).start();
      }
    }

    private void kill() {
      while (!isTrained(0) && !isTrained(1) && !hasKilled) {
        if (isUnderWay(0) || isUnderWay(1)) {
          hasKilled = executors().get(0).destroyForcibly();
        }
        LockSupport.parkNanos(1_000_000);
      }
    }

    private boolean isUnderWay(int trial) {
      return Files.exists(sweep.run(trial).resolve("metrics.jsonl"));
    }

    private boolean isTrained(int trial) {
      return Files.exists(sweep.run(trial).resolve("weights.safetensors"));
    }

    private static List<ProcessHandle> executors() {
      return ProcessHandle.current()
          .descendants()
          .filter(p -> p.info().command().orElse("").endsWith("java"))
          .toList();
    }
  }

  /** With a worker each, both hear of equal reports in equal order. */
  @Test
  void stoppingRulesDecideAsTheyDoHere() throws IOException {
    var plan = plan(5, 4, "median");
    var here = new Sweep(plan, temp.resolve("here"));
    assertTrue(here.run(1, false, new SweepListener() {}));
    var there = new Sweep(plan, temp.resolve("there"));
    assertTrue(there.run(cluster, 1, false, new SweepListener() {}));

    assertEquals(table(here), table(there));
    assertEquals(
        events(temp.resolve("here"), "reported"), events(temp.resolve("there"), "reported"));
    var statuses = here.results().rows().stream().map(row -> row.ended().status()).toList();
    assertTrue(statuses.contains(Status.STOPPED) && statuses.contains(Status.DONE), "" + statuses);
  }

  /** What is saved there is gone on with here, and the other way round. */
  @Test
  void goesOnWhereItWasStopped() throws IOException {
    var plan = plan(100, 2, "none");
    var whole = new Sweep(plan, temp.resolve("whole"));
    assertTrue(whole.run(1, false, new SweepListener() {}));

    var sweep = new Sweep(plan, temp.resolve("moved"));
    assertFalse(sweep.run(cluster, 2, false, new Leaver(sweep)));
    var checkpoint = sweep.run(0).resolve("checkpoint.safetensors");
    assertTrue(Files.exists(checkpoint));
    var ended = events(temp.resolve("moved"), "ended");
    assertTrue(ended.stream().noneMatch(line -> line.contains("\"trial\":0,")), ended::toString);
    assertTrue(sweep.run(1, true, new SweepListener() {}));
    assertEquals(table(whole), table(sweep));
  }

  /** Interrupts once the first trial has ended an epoch. */
  private record Leaver(Sweep sweep) implements SweepListener {
    @Override
    public boolean isInterrupted() {
      return Files.exists(sweep.run(0).resolve("metrics.jsonl"));
    }
  }

  private static JavaRDD<double[]> spread(INDArray x, int partitions) {
    var context = JavaSparkContext.fromSparkContext(SparkContext.getOrCreate());
    return context.parallelize(Arrays.asList(x.toDoubleMatrix()), partitions);
  }

  /** EM for some iterations: when it has converged is a matter of rounding. */
  @ParameterizedTest
  @EnumSource(
      value = Ppca.Fit.class,
      names = {"CLOSED_FORM", "EM"})
  void fitsRowsWhereTheyLie(Ppca.Fit fit) {
    var preset = Preset.load("ppca-digits");
    var data = Experiment.of(preset).data();
    var x = new RowObservations(data.train(), DataType.DOUBLE, data::column).matrix();
    var config = new Ppca.Config(10, fit, 20, Ppca.Rank.FIXED);
    var expected = Fits.of(new Ppca(), config, x);
    var rows = new RddRows(spread(x, 7), x.columns());
    var found = Fits.of(new Ppca(), config, rows, rows);
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (name, value) -> assertEquals(0, value.distance2(found.get(name)), 1e-9, name));
  }
}
