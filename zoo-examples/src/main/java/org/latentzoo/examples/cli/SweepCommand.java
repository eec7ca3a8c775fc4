package org.latentzoo.examples.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latentzoo.run.TrainedModel;
import org.latentzoo.sweep.Cluster;
import org.latentzoo.sweep.Durations;
import org.latentzoo.sweep.Sweep;
import org.latentzoo.sweep.SweepPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code zoo sweep}: trains a preset over and over with other settings, and ranks what comes out.
 */
@Command(
    name = "sweep",
    description = "Train a preset with many settings; rank them by validation rows.",
    mixinStandardHelpOptions = true,
    subcommands = SweepShow.class)
final class SweepCommand implements Callable<Integer> {
  private static final int SAMPLES = 100;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SWEEP_OR_FILE",
      description = "A sweep's name, or a .yaml file.")
  private @Nullable String name;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "How many trials in all; as the sweep says where left out.")
  private @Nullable Integer trials;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "Save and stop after so long, say 90s, 30m or 2h.")
  private @Nullable String time;

  @Option(
      names = "--workers",
      paramLabel = "K",
      description =
          "Trials at a time, each with the sweep's threads; 1 where left out, with --spark as many as the cluster has room for.")
  private @Nullable Integer workers;

  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Train on a Spark cluster that sees the sweep's folder: spark://HOST:7077, or local[2] to try.")
  private @Nullable String master;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The sweep's folder; runs/sweeps/NAME where left out.")
  private @Nullable Path out;

  @Option(names = "--resume", description = "Go on with the sweep in the folder, if there is one.")
  private boolean resume;

  @Override
  public Integer call() {
    if (name == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing required parameter: 'SWEEP_OR_FILE'");
    }
    var limit = Optional.ofNullable(time).map(text -> Durations.parse("--time", text));
    var loaded = SweepPlan.load(name);
    var plan = trials == null ? loaded : loaded.withTrials(trials);
    var folder = out == null ? Path.of("runs", "sweeps", plan.name()) : out;
    var sweep = new Sweep(plan, folder);
    var console = spec.commandLine().getOut();
    var cluster = master == null ? null : cluster(master, plan.config().threads());
    var interrupts = new Interrupts();
    boolean complete;
    try (cluster;
        interrupts) {
      complete = run(sweep, cluster, interrupts, limit);
    }
    SweepTable.print(sweep, console);
    if (interrupts.isRaised()) {
      console.println("Stopped and saved. Go on with the same and --resume.");
      return interrupts.status();
    }
    if (!complete) {
      console.println("The time is up. Go on with the same and --resume.");
      return 0;
    }
    sweep.results().best().ifPresent(best -> test(sweep, best.trial()));
    return 0;
  }

  private Cluster cluster(String master, int threads) {
    if (master.startsWith("spark:")) {
      var err = spec.commandLine().getErr();
      err.printf("Asking %s for executors ...%n", master);
      err.flush();
    }
    return Cluster.open(master, threads);
  }

  private boolean run(
      Sweep sweep, @Nullable Cluster cluster, Interrupts interrupts, Optional<Duration> limit) {
    var config = sweep.plan().config();
    var progress =
        new SweepProgress(
            spec.commandLine().getErr(), config.trials(), limit, interrupts::isRaised);
    try (progress) {
      return cluster == null
          ? sweep.run(workers == null ? 1 : workers, resume, progress)
          : sweep.run(cluster, workers == null ? cluster.slots() : workers, resume, progress);
    }
  }

  /** Reads test rows: once, for the best trial of a sweep whose trials all ended. */
  private void test(Sweep sweep, int trial) {
    var console = spec.commandLine().getOut();
    var run = sweep.run(trial);
    var file = run.resolve("evaluation.json");
    var rows = TrainedModel.open(run);
    if (Files.exists(file)) {
      console.printf("Trial %d was tested before: %s%n", trial, file);
    } else if (rows.data().test().count() == 0) {
      console.printf("The data hold out no test rows to measure trial %d by.%n", trial);
    } else {
      var test = rows.data().test();
      var evaluation = Evaluation.measure(rows, test, "test", SAMPLES, spec.commandLine().getErr());
      evaluation.write(file);
      console.printf("Trial %d, %s:%n", trial, run);
      evaluation.print(console);
    }
    console.printf("Train it again with: zoo train %s%n", sweep.best());
  }
}
