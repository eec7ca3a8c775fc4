package org.latentzoo.examples.cli;

import java.util.concurrent.Callable;
import org.latentzoo.check.Rules;
import org.latentzoo.examples.report.LiveServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo watch}: the report of a run or a sweep, live in a browser on this machine. */
@Command(
    name = "watch",
    description = "Show a run or a sweep in the browser while it trains, on this machine only.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  private static final int PORTS = 65_535;
  private static final long PAUSE_MILLIS = 100;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN_OR_SWEEP",
      description = "A folder that zoo train or zoo sweep made, or fills.")
  private String name;

  @Option(
      names = "--port",
      defaultValue = "0",
      paramLabel = "N",
      description = "Where to listen; any that is free where left out.")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    Rules.require(port >= 0 && port <= PORTS, "--port", "between 0 and " + PORTS, port);
    var folder = RunParameter.folder(name);
    try (var interrupts = new Interrupts();
        var server = new LiveServer(folder, port)) {
      var out = spec.commandLine().getOut();
      out.printf("Watching %s at %s until Ctrl-C%n", folder, server.address());
      out.flush();
      while (!interrupts.isRaised()) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return 0;
  }
}
