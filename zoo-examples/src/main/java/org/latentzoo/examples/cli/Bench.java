package org.latentzoo.examples.cli;

import static org.latentzoo.examples.cli.BenchTable.median;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.latentzoo.check.UserException;
import org.latentzoo.exec.Program.Cost;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.preset.Preset;
import org.latentzoo.train.CheckpointStore;
import org.latentzoo.train.Trainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code zoo bench}: the training steps of a preset, captured and by plain {@code sd.fit} on the
 * same graph, with the same batch, noise and updater, in turn; or the trainer's own alone, from the
 * first step of the process on; or a fit, scores of many rows, or reading them.
 */
@Command(
    name = "bench",
    description =
        "Time training steps, beside SameDiff's own on the same graph or alone; or a fit, scores, or reading.",
    mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {
  /** Enough for the JIT compiler to settle. */
  private static final int WARM_UP = 300;

  /** What is timed. */
  private enum What {
    STEPS,
    FIT,
    SCORE,
    READ
  }

  private static final List<String> UNTIL_INTERRUPTED =
      List.of("train.epochs=1000000", "train.early-stopping.patience=0");

  private static final CheckpointStore NOWHERE =
      new CheckpointStore() {
        @Override
        public Optional<Checkpoint> load() {
          return Optional.empty();
        }

        @Override
        public void save(Checkpoint checkpoint) {}
      };

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

  @Option(
      names = "--what",
      paramLabel = "WHAT",
      defaultValue = "steps",
      description =
          "What to time: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). A fit is of models"
              + " that need no steps; scores are of the training rows.")
  private What what;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "60000",
      description = "Score the first N rows at most, ${DEFAULT-VALUE} by default.")
  private int rows;

  @Option(
      names = "--samples",
      paramLabel = "K",
      defaultValue = "100",
      description = "Importance samples of a score, ${DEFAULT-VALUE} by default.")
  private int samples;

  @Option(names = "--alone", description = "Time the trainer's steps alone, all phases.")
  private boolean alone;

  @Option(
      names = "--profile",
      description =
          "Tell what the kinds of ops of a step take; alone, also the least time that products and optimiser could take here.")
  private boolean profile;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a setting.")
  private List<String> settings = List.of();

  @Override
  public Integer call() {
    requirePositive("--rounds", rounds);
    requirePositive("--steps", steps);
    requirePositive("--rows", rows);
    requirePositive("--samples", samples);
    if (what != What.STEPS && (alone || profile)) {
      throw new UserException(
          "--alone and --profile are for --what steps, got --what %s. Leave them out."
              .formatted(what.name().toLowerCase(Locale.ROOT)));
    }
    var preset = Preset.load(name).withSet(settings);
    switch (what) {
      case STEPS -> steps(preset);
      case FIT -> pass(preset, Pass.fit(preset));
      case SCORE -> pass(preset, Pass.score(preset, rows, samples));
      case READ -> pass(preset, Pass.read(preset));
    }
    return 0;
  }

  private void steps(Preset preset) {
    if (alone) {
      alone(preset.withSet(UNTIL_INTERRUPTED));
      return;
    }
    try (var data = BenchData.open(preset)) {
      beside(preset, data);
    }
  }

  private void alone(Preset preset) {
    var data = BenchData.rows(preset);
    var instance =
        ModelInstance.of(
            preset.type(), preset.model(), preset.precision(), preset.seed(), data.columns());
    var clock = new TrainerClock(rounds, steps);
    new Trainer(instance, preset.train(), data.count(), preset.seed(), NOWHERE, clock)
        .train(data, OptionalDouble::empty);
    int batch = preset.train().batch();
    long parameters = instance.parameters().values().stream().mapToLong(INDArray::length).sum();
    var table = table();
    table.head(
        "%s: batch %d, %d parameters".formatted(preset.name(), batch, parameters),
        rounds,
        "us a step");
    table.line("captured", median(clock.rounds()), batch);
    table.line("its first " + TrainerClock.FIRST, clock.first(), batch);
    var out = table.out();
    out.printf("the first step ended %d ms after the process began%n", clock.toFirst());
    out.printf("memory: the process's peak was %s%s%n", Memory.peak(), Memory.ofCard());
    if (profile) {
      var costs =
          instance.model().phases().stream()
              .flatMap(phase -> costs(instance, phase, batch))
              .toList();
      table.profile(costs);
      if (Nd4j.getEnvironment().isCPU()) {
        table.floor(Floor.of(costs, optimizerBytes(preset, instance)), median(clock.rounds()));
      }
    }
  }

  /** What a batch of {@code phase} costs, over all its steps. */
  private Stream<Cost> costs(ModelInstance instance, Phase phase, int batch) {
    var once = instance.training(phase, batch).execution().program().profile(steps);
    return Collections.nCopies(phase.repeats(), once).stream().flatMap(List::stream);
  }

  /** Parameters and the optimiser's state are read and written, gradients read. */
  private static long optimizerBytes(Preset preset, ModelInstance instance) {
    return instance.trainedPhases().stream()
        .mapToLong(
            phase -> {
              var parameters = instance.parameters(phase).vector();
              var updater = preset.train().optimizer(phase.name()).updater();
              long state = updater.stateSize(parameters.length());
              long numbers = phase.repeats() * (3 * parameters.length() + 2 * state);
              return numbers * parameters.dataType().width();
            })
        .sum();
  }

  private void pass(Preset preset, Pass pass) {
    var result = pass.run().get();
    var times = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      result = pass.run().get();
      times[i] = (System.nanoTime() - start) / 1e3;
    }
    var table = table();
    table.head("%s: %d rows, %s".formatted(preset.name(), pass.rows(), result), rounds, "us");
    table.line(what.name().toLowerCase(Locale.ROOT), median(times), pass.rows());
    table.out().printf("memory: the process's peak was %s%n", Memory.peak());
  }

  private void beside(Preset preset, BenchData data) {
    var captured = new CapturedSteps(preset, data);
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

    var table = table();
    table.head(
        "%s: batch %d, %d parameters, %d ops a step"
            .formatted(
                preset.name(), data.batch(), captured.parameters(), captured.program().size()),
        rounds,
        "us a step");
    table.line("captured", median(ours), data.batch());
    table.line("sd.fit, same graph", median(theirs), data.batch());
    Arrays.sort(ratios);
    var out = table.out();
    out.printf("ratio %.2f (min %.2f, max %.2f)%n", median(ratios), ratios[0], ratios[rounds - 1]);
    out.printf(
        "memory: %.1f MB of intermediate values in the captured program; the process's peak was %s"
            + " with it alone, %s with sd.fit beside it%n",
        captured.program().bytes() / 1e6, memory, Memory.peak());
    if (profile) {
      table.profile(captured.program().profile(steps));
    }
  }

  private BenchTable table() {
    return new BenchTable(spec.commandLine().getOut());
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

  private double microseconds(IntConsumer run) {
    long start = System.nanoTime();
    run.accept(steps);
    return (System.nanoTime() - start) / 1e3 / steps;
  }
}
