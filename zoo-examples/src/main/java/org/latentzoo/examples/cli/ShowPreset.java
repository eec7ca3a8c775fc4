package org.latentzoo.examples.cli;

import java.util.concurrent.Callable;
import org.latentzoo.preset.Preset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo show}: a preset with every key resolved. */
@Command(
    name = "show",
    description = "Show a preset as YAML, every key resolved.",
    mixinStandardHelpOptions = true)
final class ShowPreset implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PRESET", description = "A preset's name, or a .yaml file.")
  private String preset;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.print(Preset.load(preset).toYaml());
    out.flush();
    return 0;
  }
}
