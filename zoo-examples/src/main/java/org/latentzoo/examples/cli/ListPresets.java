package org.latentzoo.examples.cli;

import java.util.concurrent.Callable;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code zoo list}: the presets, with model, data and expected figure. */
@Command(name = "list", description = "List the presets.", mixinStandardHelpOptions = true)
final class ListPresets implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    for (var name : Registry.presets().keySet()) {
      var preset = Preset.load(name);
      out.printf(
          "%-30s %-8s %-16s %s%n",
          name, preset.type().name(), preset.data().source(), preset.about());
    }
    return 0;
  }
}
