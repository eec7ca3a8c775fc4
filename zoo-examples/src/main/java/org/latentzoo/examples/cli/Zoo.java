package org.latentzoo.examples.cli;

import java.util.concurrent.Callable;
import org.latentzoo.check.UserException;
import org.latentzoo.nativebuild.NativeBuild;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code zoo} command. */
@Command(name = "zoo", version = "Latent Zoo 0.1.0", mixinStandardHelpOptions = true)
public final class Zoo implements Callable<Integer> {
  /** Runs the command line and exits with its status. */
  public static void main(String... args) {
    System.exit(run(args));
  }

  private static int run(String... args) {
    try {
      NativeBuild.choose();
      return new CommandLine(new Zoo()).execute(args);
    } catch (UserException e) {
      System.err.println("zoo: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  @Override
  public Integer call() {
    return CommandLine.ExitCode.OK;
  }
}
