package org.latentzoo.examples.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latentzoo.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo sweep show}: what came out of a sweep, or is known of one that runs. */
@Command(
    name = "show",
    description = "Show a sweep's ranked trials, and which settings mattered.",
    mixinStandardHelpOptions = true)
final class SweepShow implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A folder that zoo sweep made.")
  private Path folder;

  @Option(names = "--json", description = "Print JSON instead of tables.")
  private boolean json;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write the ranked trials to a file as well.")
  private @Nullable Path csv;

  @Override
  public Integer call() {
    var sweep = Sweep.open(folder);
    var results = sweep.results();
    if (csv != null) {
      results.writeCsv(csv);
    }
    var console = spec.commandLine().getOut();
    if (json) {
      console.print(results.toJson());
      console.flush();
    } else {
      SweepTable.print(sweep, console);
    }
    return 0;
  }
}
