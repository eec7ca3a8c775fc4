package org.latentzoo.examples.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Start;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.TrainedModel;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo train}: trains a preset into a run folder, then measures and draws what it learnt. */
@Command(
    name = "train",
    description = "Train a preset into a run folder, then evaluate it.",
    mixinStandardHelpOptions = true)
final class Train implements Callable<Integer> {
  private static final int SAMPLES = 100;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PRESET_OR_FILE", description = "A preset's name, or a .yaml file.")
  private String name;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a setting, say train.epochs=5; applied last.")
  private final List<String> settings = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      description = "Train on all rows of other data, say csv:FILE or idx:DIR.")
  private @Nullable String source;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder; runs/NAME where left out.")
  private @Nullable Path out;

  @ArgGroup private @Nullable StartOption start;

  @Option(names = "--seed", paramLabel = "N", description = "The one seed of the run.")
  private @Nullable Long seed;

  @Option(names = "--resume", description = "Go on with the run in the folder, if there is one.")
  private boolean resume;

  @Override
  public Integer call() {
    var console = spec.commandLine().getOut();
    var asked = changed(Preset.load(name));
    var preset = source == null ? asked : asked.withoutIdleEarlyStopping();
    if (!preset.equals(asked)) {
      console.println("Early stopping is off: it needs validation rows.");
    }
    var folder = out == null ? Path.of("runs", preset.name()) : out;
    var experiment = Experiment.of(preset);
    describe(console, experiment, folder);
    if (!preset.start().equals(Start.RANDOM)) {
      console.println("Start: " + preset.start());
    }
    var interrupts = new Interrupts();
    Optional<TrainedModel> trained;
    try (interrupts) {
      trained = train(preset, experiment, folder, interrupts);
    }
    if (trained.isEmpty()) {
      console.println(
          Files.exists(folder)
              ? "Stopped and saved in %s. Go on with: %s".formatted(folder, command())
              : "Stopped before there was anything to save.");
      return interrupts.status();
    }
    if (interrupts.isRaised()) {
      console.printf(
          "Stopped after training was complete. Measure it with: zoo evaluate %s%n",
          quoted(folder));
      return interrupts.status();
    }
    report(trained.get(), experiment, folder, console);
    return 0;
  }

  private Preset changed(Preset preset) {
    var onData = source == null ? preset : preset.withData(source);
    var seeded = seed == null ? onData : onData.with("seed", seed);
    var started = start == null ? seeded : start.in(seeded);
    return started.withSet(settings);
  }

  private static void describe(PrintWriter console, Experiment experiment, Path folder) {
    long parameters =
        experiment.instance().parameters().values().stream().mapToLong(p -> p.length()).sum();
    console.printf(
        Locale.ROOT,
        "Rows: %,d training, %,d validation, %,d test%nColumns: %,d%nParameters: %,d%nRun: %s%n",
        experiment.data().train().count(),
        experiment.data().validation().count(),
        experiment.data().test().count(),
        experiment.data().columns(),
        parameters,
        folder);
  }

  private Optional<TrainedModel> train(
      Preset preset, Experiment experiment, Path folder, Interrupts interrupts) {
    var console = spec.commandLine().getOut();
    var data = experiment.data();
    var unit = Pictures.areImages(data.columns()) ? "images" : "rows";
    var progress =
        new TrainingProgress(
            spec.commandLine().getErr(),
            unit,
            preset.train().epochs(),
            data.train().count(),
            interrupts::isRaised);
    Optional<TrainedModel> trained;
    try (progress) {
      trained = experiment.train(folder, resume, progress);
    }
    console.printf(Locale.ROOT, "Trained for %s%n", progress.summary());
    return trained;
  }

  private void report(TrainedModel model, Experiment experiment, Path folder, PrintWriter console) {
    var data = experiment.data();
    var part = Part.reported(data);
    var rows = part.rows(data);
    var evaluation =
        Evaluation.measure(model, rows, part.toString(), SAMPLES, spec.commandLine().getErr());
    evaluation.write(folder.resolve("evaluation.json"));
    evaluation.print(console);
    var expected = model.preset().expected();
    if (expected != null) {
      console.println(evaluation.compare(expected));
    }
    for (var file : Pictures.write(model, rows, folder)) {
      console.println("Wrote " + file);
    }
  }

  /** What was typed, with --resume. */
  private String command() {
    var words = new ArrayList<String>(List.of("zoo"));
    words.addAll(spec.commandLine().getParent().getParseResult().originalArgs());
    if (!resume) {
      words.add("--resume");
    }
    return words.stream().map(Train::quoted).collect(Collectors.joining(" "));
  }

  /** As a shell takes it for one word. */
  private static String quoted(Object word) {
    var text = word.toString();
    return text.matches("[\\w./:=,@+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
