package org.latentzoo.examples.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latentzoo.preset.Expected;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Registry;
import org.latentzoo.run.Pretrained;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code zoo list}: the presets, with model, data, expected figure, and whether weights come with
 * them.
 */
@Command(name = "list", description = "List the presets.", mixinStandardHelpOptions = true)
final class ListPresets implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var table = new Columns("PRESET", "MODEL", "DATA", "EXPECTED", "WEIGHTS", "ABOUT");
    var pretrained = Pretrained.names();
    for (var name : Registry.presets().keySet()) {
      table.add(row(Preset.load(name), pretrained.contains(name)));
    }
    table.print(spec.commandLine().getOut());
    return 0;
  }

  private static List<String> row(Preset preset, boolean pretrained) {
    return List.of(
        preset.name(),
        preset.type().name(),
        preset.data().source(),
        expected(preset.expected()),
        pretrained ? "pretrained" : "-",
        preset.about());
  }

  private static String expected(@Nullable Expected expected) {
    return expected == null ? "-" : expected.metric() + " " + expected.value();
  }
}
