package org.latentzoo.examples.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;
import org.latentzoo.check.UserException;
import org.latentzoo.nativebuild.NativeBuild;
import org.latentzoo.run.Machine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code zoo} command; each sub-command is a class of its own. */
@Command(
    name = "zoo",
    version = "Latent Zoo 0.1.0",
    description = "Train and use latent-variable generative models.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ListPresets.class,
      ShowPreset.class,
      Train.class,
      Evaluate.class,
      Score.class,
      Impute.class,
      Sample.class,
      Reconstruct.class,
      Encode.class,
      Interpolate.class,
      ReportCommand.class,
      ModelCardCommand.class,
      WatchCommand.class,
      Estimators.class,
      Reproduce.class,
      SweepCommand.class,
      Bench.class,
      Doctor.class
    })
public final class Zoo {
  /** Runs the command line and exits with its status. */
  public static void main(String... args) {
    System.exit(run(console(System.out), console(System.err), args));
  }

  /**
   * Runs one command line.
   *
   * @return 0, 1 where a figure was not reproduced, or 2 after one line on {@code err} about input
   *     that the user can mend
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    var command = new CommandLine(new Zoo()).setExecutionStrategy(Zoo::runWhereItCan);
    return execute(command, out, err, args);
  }

  /** All but the command that says what is wrong need a build of ND4J that runs here. */
  private static int runWhereItCan(CommandLine.ParseResult parsed) {
    var words = parsed.asCommandLineList();
    var last = words.get(words.size() - 1);
    if (!(last.getCommand() instanceof Doctor)) {
      try {
        NativeBuild.choose();
        Machine.requireChosen();
      } catch (UserException e) {
        throw new CommandLine.ExecutionException(last, e.getMessage(), e);
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** Runs a command with the errors that users can mend in one line. */
  static int execute(CommandLine command, PrintWriter out, PrintWriter err, String... args) {
    try {
      return command
          .setOut(out)
          .setErr(err)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setParameterExceptionHandler(Zoo::refuse)
          .setExecutionExceptionHandler(Zoo::explain)
          .execute(args);
    } catch (OutOfMemoryError e) {
      return refuse(command, e);
    }
  }

  private static PrintWriter console(PrintStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }

  private static int refuse(CommandLine.ParameterException e, String... args) {
    var command = e.getCommandLine();
    var hint =
        e instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions().stream().findFirst()
            : Optional.<String>empty();
    command
        .getErr()
        .println(
            "zoo: %s.%s See %s --help."
                .formatted(
                    e.getMessage()
                        .replaceFirst("^Unmatched arguments? (at|from) index \\d+:", "Unknown:")
                        .replaceFirst("^Error: ", "")
                        .replaceFirst("\\.$", ""),
                    hint.map(name -> " Did you mean '" + name + "'?").orElse(""),
                    command.getCommandSpec().qualifiedName()));
    return CommandLine.ExitCode.USAGE;
  }

  private static int refuse(CommandLine command, OutOfMemoryError e) {
    command
        .getErr()
        .printf(
            "zoo: This needs more memory than there is (%s). Lower the model's sizes, train.batch or"
                + " the rows asked for, or set JAVA_OPTS=-Xmx8g, say.%n",
            String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    return CommandLine.ExitCode.USAGE;
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof UserException) {
      command.getErr().println("zoo: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError memory) {
        return refuse(command, memory);
      }
    }
    throw e;
  }
}
