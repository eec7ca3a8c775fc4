package org.latentzoo.examples.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingDouble;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.latentzoo.check.UserException;
import org.latentzoo.exec.Program.Cost;
import org.latentzoo.nativebuild.NativeBuild;
import org.latentzoo.preset.Preset;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code zoo bench}: the training steps of a preset, captured and by plain {@code sd.fit} on the
 * same graph, with the same batch, noise and updater, in turn; or captured alone, from the first
 * step of the process on.
 */
@Command(
    name = "bench",
    description = "Time captured training steps beside SameDiff's own on the same graph.",
    mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {
  /** Enough for the JIT compiler to settle. */
  private static final int WARM_UP = 300;

  /** Steps of a fresh process that are told apart. */
  private static final int FIRST = 500;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      defaultValue = "vae-bernoulli-fashion-mnist",
      paramLabel = "PRESET",
      description = "What to train, ${DEFAULT-VALUE} by default.")
  private String name;

  @Option(
      names = "--rounds",
      defaultValue = "9",
      description = "Rounds of each, ${DEFAULT-VALUE} by default.")
  private int rounds;

  @Option(
      names = "--steps",
      defaultValue = "100",
      description = "Steps a round, ${DEFAULT-VALUE} by default.")
  private int steps;

  @Option(names = "--alone", description = "Time captured steps alone, all phases of the model.")
  private boolean alone;

  @Option(names = "--profile", description = "Tell what the kinds of ops of a step take.")
  private boolean profile;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a setting.")
  private List<String> settings = List.of();

  @Override
  public Integer call() {
    requirePositive("--rounds", rounds);
    requirePositive("--steps", steps);
    var preset = Preset.load(name).withSet(settings);
    try (var data = BenchData.open(preset)) {
      if (alone) {
        alone(preset, data);
      } else {
        beside(preset, data);
      }
    }
    return 0;
  }

  private void alone(Preset preset, BenchData data) {
    var captured = CapturedSteps.ofAllPhases(preset, data);
    captured.run(1);
    long toFirst = Age.milliseconds();
    long start = System.nanoTime();
    captured.run(FIRST);
    double first = (System.nanoTime() - start) / 1e3 / FIRST;
    var ours = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ours[i] = microseconds(captured::run);
    }
    head(preset, data, captured);
    line("captured", median(ours), data.batch());
    line("its first " + FIRST, first, data.batch());
    var out = spec.commandLine().getOut();
    out.printf("the first step ended %d ms after the process began%n", toFirst);
    out.printf("memory: the process's peak was %s%n", Memory.peak());
    profile(captured);
  }

  private void beside(Preset preset, BenchData data) {
    var captured = CapturedSteps.ofFirstPhase(preset, data);
    captured.run(WARM_UP);
    var memory = Memory.peak();
    var plain = warm(new SameDiffSteps(preset, data));

    var ours = new double[rounds];
    var theirs = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ours[i] = microseconds(captured::run);
      theirs[i] = microseconds(plain::run);
    }
    var ratios = IntStream.range(0, rounds).mapToDouble(i -> theirs[i] / ours[i]).toArray();

    head(preset, data, captured);
    line("captured", median(ours), data.batch());
    line("sd.fit, same graph", median(theirs), data.batch());
    Arrays.sort(ratios);
    var out = spec.commandLine().getOut();
    out.printf("ratio %.2f (min %.2f, max %.2f)%n", median(ratios), ratios[0], ratios[rounds - 1]);
    out.printf(
        "memory: %.1f MB of intermediate values in the captured program; the process's peak was %s"
            + " with it alone, %s with sd.fit beside it%n",
        captured.bytes() / 1e6, memory, Memory.peak());
    profile(captured);
  }

  private void head(Preset preset, BenchData data, CapturedSteps captured) {
    var out = spec.commandLine().getOut();
    out.printf(
        "%s: batch %d, %d parameters, %d ops a step, native build %s, %d threads%n",
        preset.name(),
        data.batch(),
        captured.parameters(),
        captured.ops(),
        NativeBuild.current().name(),
        Nd4j.getEnvironment().maxThreads());
    out.printf("%-24s %12s %10s %12s%n", "median of " + rounds, "us a step", "steps/s", "rows/s");
  }

  private void profile(CapturedSteps captured) {
    if (!profile) {
      return;
    }
    var costs = captured.profile(steps);
    var kinds = costs.stream().collect(groupingBy(Cost::op, summingDouble(Cost::microseconds)));
    var counts = costs.stream().collect(groupingBy(Cost::op, counting()));
    var out = spec.commandLine().getOut();
    out.printf("%-24s %12s %10s%n", "ops of a kind", "us a step", "ops");
    kinds.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            kind ->
                out.printf(
                    "%-24s %12.0f %10d%n",
                    kind.getKey(), kind.getValue(), counts.get(kind.getKey())));
  }

  /** SameDiff's own session has limits that captured programs have not: columns of size 1, say. */
  private SameDiffSteps warm(SameDiffSteps plain) {
    try {
      plain.run(WARM_UP);
      return plain;
    } catch (RuntimeException e) {
      throw new UserException(
          "sd.fit fails on the graph of '%s' (%s), so there is nothing to compare with. Try other sizes."
              .formatted(name, e.getClass().getSimpleName()),
          e);
    }
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new UserException("%s must be at least 1, got %d.".formatted(option, value));
    }
  }

  private void line(String what, double microseconds, int rows) {
    double perSecond = 1e6 / microseconds;
    spec.commandLine()
        .getOut()
        .printf("%-24s %12.0f %10.0f %12.0f%n", what, microseconds, perSecond, perSecond * rows);
  }

  private double microseconds(IntConsumer run) {
    long start = System.nanoTime();
    run.accept(steps);
    return (System.nanoTime() - start) / 1e3 / steps;
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
