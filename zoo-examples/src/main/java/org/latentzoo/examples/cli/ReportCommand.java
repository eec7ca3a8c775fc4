package org.latentzoo.examples.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.examples.report.Report;
import org.latentzoo.examples.report.Subject;
import org.latentzoo.examples.report.SweepSubject;
import org.latentzoo.io.AtomicFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo report}: runs side by side, or a sweep, in one page for any browser. */
@Command(
    name = "report",
    description = "Show runs side by side, or a sweep, in one HTML file that needs no network.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description =
          "Folders that zoo train made, or one that zoo sweep made; with --pretrained names of presets.")
  private List<String> names = List.of();

  @Option(
      names = "--pretrained",
      description = "RUN names a preset: use the weights that come with it.")
  private boolean pretrained;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where to write; report.html where left out, in the folder if there is one RUN.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    var file = out == null ? file() : out;
    var html = html();
    AtomicFiles.write(file, stream -> stream.write(html.getBytes(StandardCharsets.UTF_8)));
    spec.commandLine().getOut().println("Wrote " + file);
    return 0;
  }

  private Path file() {
    var folder = names.size() == 1 && !pretrained ? folder(names.get(0)) : Path.of("");
    return folder.resolve("report.html");
  }

  private String html() {
    boolean sweep = !pretrained && SweepSubject.isIn(folder(names.get(0)));
    if (sweep && names.size() > 1) {
      throw new UserException(
          "'%s' is a sweep, which has a report to itself. Leave the other folders out."
              .formatted(names.get(0)));
    }
    long steps = (long) Subject.STEPS * names.size();
    try (var progress = Progress.of(spec.commandLine().getErr(), "Drawing", steps)) {
      if (sweep) {
        return Report.of(SweepSubject.of(folder(names.get(0)), what -> progress.advance(1, what)));
      }
      var runs = new ArrayList<Subject>();
      for (var name : names) {
        runs.add(subject(name, progress));
      }
      return Report.of(runs);
    }
  }

  private Subject subject(String name, Progress progress) {
    return pretrained
        ? Subject.pretrained(name, what -> progress.advance(1, name + ": " + what))
        : Subject.of(folder(name), what -> progress.advance(1, name + ": " + what));
  }

  private static Path folder(String name) {
    return RunParameter.folder(name);
  }
}
