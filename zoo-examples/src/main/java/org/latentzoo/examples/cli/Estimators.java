package org.latentzoo.examples.cli;

import static org.latentzoo.check.Rules.require;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.examples.plot.Figure;
import org.latentzoo.examples.report.EstimatorTrial;
import org.latentzoo.gradient.Estimator.Kind;
import org.latentzoo.models.DiscreteVae;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code zoo estimators}: bias and variance of each estimator of the encoder's gradient, at the
 * same weights, on the same rows and at equally many decoder evaluations.
 */
@Command(
    name = "estimators",
    description = "Compare estimators of the gradient through discrete codes.",
    mixinStandardHelpOptions = true)
final class Estimators implements Callable<Integer> {
  private static final int WIDTH = 780;
  private static final int HEIGHT = 520;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PRESET_OR_FILE", description = "Of a discrete VAE.")
  private String name;

  @ArgGroup private @Nullable StartOption start;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a setting.")
  private List<String> settings = List.of();

  @Option(
      names = "--evaluations",
      defaultValue = "2",
      paramLabel = "S",
      description = "Decoder evaluations a row, an even number; ${DEFAULT-VALUE} by default.")
  private int evaluations;

  @Option(
      names = "--rows",
      defaultValue = "20",
      paramLabel = "N",
      description = "The first N training rows make the batch; ${DEFAULT-VALUE} by default.")
  private long rows;

  @Option(
      names = "--draws",
      defaultValue = "1000",
      paramLabel = "M",
      description = "Estimates of each gradient, at least 2; ${DEFAULT-VALUE} by default.")
  private int draws;

  @Option(names = "--out", paramLabel = "FILE.png", description = "Where to plot them.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    require(evaluations >= 2 && evaluations % 2 == 0, "--evaluations", "even", evaluations);
    require(rows >= 1, "--rows", "at least 1", rows);
    require(draws >= 2, "--draws", "at least 2", draws);
    var asked = Preset.load(name);
    var preset = (start == null ? asked : start.in(asked)).withSet(settings);
    if (!(preset.model() instanceof DiscreteVae.Config config)) {
      throw new UserException(
          "Estimators are compared on a discrete-vae, '%s' is a %s. Choose discrete-vae-digits, say."
              .formatted(preset.name(), preset.type().name()));
    }
    var trials = trials(preset, config);
    print(trials, spec.commandLine().getOut());
    if (out != null) {
      plot(trials, out);
      spec.commandLine().getOut().println("Wrote " + out);
    }
    return 0;
  }

  private List<EstimatorTrial> trials(Preset preset, DiscreteVae.Config config) {
    var experiment = Experiment.of(preset);
    var batch = experiment.data().train().first(rows);
    var kinds = EstimatorTrial.kinds(config);
    var trials = new ArrayList<EstimatorTrial>();
    try (var progress = Progress.of(spec.commandLine().getErr(), "Drawing", kinds.size())) {
      for (var kind : kinds) {
        trials.add(
            EstimatorTrial.of(preset, experiment.instance(), batch, kind, evaluations, draws));
        progress.advance(1, kind.key());
      }
    }
    return trials;
  }

  /** The exact gradient, or else the mean of the unbiased estimator of the least variance. */
  private static EstimatorTrial reference(List<EstimatorTrial> trials) {
    return trials.stream()
        .filter(t -> t.kind().isUnbiased() && t.kind() != Kind.VIMCO)
        .min((a, b) -> Double.compare(a.moments().variance(), b.moments().variance()))
        .orElseThrow();
  }

  private void print(List<EstimatorTrial> trials, PrintWriter console) {
    var reference = reference(trials);
    double norm = reference.moments().norm();
    double plain = trials.get(0).moments().variance();
    var table = new Columns("ESTIMATOR", "VARIANCE / |g|^2", "REINFORCE BY", "BIAS / |g|", "NOISE");
    for (var trial : trials) {
      var moments = trial.moments();
      boolean exact = trial.kind() == Kind.ENUMERATION;
      table.add(
          List.of(
              trial.kind().key(),
              exact ? "0" : number(moments.variance() / (norm * norm)),
              exact ? "-" : number(plain / moments.variance()),
              trial.kind() == Kind.VIMCO ? "own bound" : bias(trial, reference),
              number(noise(trial, reference))));
    }
    console.printf(
        Locale.ROOT,
        "Gradient of the encoder, %d rows, %d decoder evaluations a row, %,d estimates of each%n",
        rows,
        evaluations,
        draws);
    table.print(console);
    console.printf(
        Locale.ROOT,
        "|g| = %.4f, bias against %s; noise: the standard error of that distance by chance alone%n",
        norm,
        reference.kind().key());
  }

  private static String bias(EstimatorTrial trial, EstimatorTrial reference) {
    return trial.kind() == reference.kind()
        ? "0"
        : number(trial.moments().distance(reference.moments()) / reference.moments().norm());
  }

  private static double noise(EstimatorTrial trial, EstimatorTrial reference) {
    double variance = trial.moments().errorVariance() + reference.moments().errorVariance();
    return Math.sqrt(variance) / reference.moments().norm();
  }

  private static void plot(List<EstimatorTrial> trials, Path file) {
    var reference = reference(trials).moments();
    double norm = reference.norm();
    var figure = new Figure(WIDTH, HEIGHT, "log10 variance / |g|^2", "bias / |g|");
    for (var trial : trials) {
      var moments = trial.moments();
      if (trial.kind() != Kind.ENUMERATION && trial.kind() != Kind.VIMCO) {
        double variance = Math.log10(moments.variance() / (norm * norm));
        double bias = moments.distance(reference) / norm;
        figure.points(trial.kind().key(), new double[] {variance}, new double[] {bias});
      }
    }
    figure.write(file);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
