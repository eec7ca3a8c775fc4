package org.latentzoo.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Registry;
import org.latentzoo.run.Pretrained;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo reproduce}: trains presets anew and holds what comes out against what should. */
@Command(
    name = "reproduce",
    description =
        "Train presets anew; print their figures beside the expected ones, as a Markdown table.",
    mixinStandardHelpOptions = true)
final class Reproduce implements Callable<Integer> {
  /** The data that come with the zoo. */
  private static final String EMBEDDED = "digits";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "PRESET",
      description = "Their names; all that expect a figure where left out.")
  private final List<String> names = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the runs go; a finished one that is there is kept, another gone on with. A"
              + " temporary folder where left out.")
  private @Nullable Path out;

  @Option(
      names = "--update-pretrained",
      description =
          "Make the runs the weights that come with their presets, in the source tree; without"
              + " PRESET those on the embedded digits only.")
  private boolean update;

  @Override
  public Integer call() {
    var presets = presets();
    var places = new LinkedHashMap<Preset, Path>();
    if (update) {
      presets.forEach(preset -> places.put(preset, SourceTree.pretrained(preset.name())));
    }
    var console = spec.commandLine().getOut();
    var folder = out == null ? temporary() : out;
    var runs = new LinkedHashMap<Preset, Path>();
    boolean good = true;
    console.println(Reproduction.HEADER);
    try (var interrupts = new Interrupts()) {
      for (var preset : presets) {
        var run = folder.resolve(preset.name());
        var reproduction =
            Reproduction.of(preset, run, spec.commandLine().getErr(), interrupts::isRaised);
        if (interrupts.isRaised()) {
          console.printf("%nStopped and saved. Go on with the same and --out %s%n", folder);
          return interrupts.status();
        }
        runs.put(preset, run);
        console.println(reproduction.orElseThrow().row(preset));
        if (reproduction.get().misses(preset)) {
          good = false;
          places.remove(preset); // no weights that miss their figure
        }
      }
    }
    good &= compare(runs);
    places.forEach((preset, place) -> Pretrained.write(preset.name(), runs.get(preset), place));
    places.values().stream().distinct().forEach(place -> console.println("Wrote to " + place));
    if (out == null) {
      delete(folder);
    }
    return good ? 0 : 1;
  }

  private List<Preset> presets() {
    if (!names.isEmpty()) {
      return names.stream().distinct().map(Preset::load).toList();
    }
    return Registry.presets().keySet().stream()
        .map(Preset::load)
        .filter(p -> update ? p.data().source().equals(EMBEDDED) : p.expected() != null)
        .toList();
  }

  /** Whether weights that should be those that came with the preset are, bit for bit. */
  private boolean compare(Map<Preset, Path> runs) {
    var console = spec.commandLine().getOut();
    boolean good = true;
    var shipped = Pretrained.names();
    console.println();
    for (var preset : runs.keySet()) {
      var name = preset.name();
      if (!shipped.contains(name)) {
        console.printf("- `%s`: no weights come with it%n", name);
        continue;
      }
      try {
        var comparison = Pretrained.load(name).compare(runs.get(preset));
        console.printf("- `%s`: %s%n", name, comparison);
        good &= update || comparison.isExpected();
      } catch (UserException e) {
        console.printf("- `%s`: %s%n", name, e.getMessage());
        good &= update;
      }
    }
    return good;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("zoo-reproduce-");
    } catch (IOException e) {
      throw new UserException(
          "Cannot make a temporary folder: %s. Name one with --out."
              .formatted(AtomicFiles.reason(e)),
          e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot delete '%s': %s. Delete it yourself.".formatted(folder, AtomicFiles.reason(e)),
          e);
    }
  }
}
