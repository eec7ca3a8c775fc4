package org.latentzoo.examples.cli;

import static org.latentzoo.nativebuild.Finding.Level.PROBLEM;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Pointer;
import org.latentzoo.check.UserException;
import org.latentzoo.nativebuild.Finding;
import org.latentzoo.nativebuild.NativeBuild;
import org.latentzoo.run.Machine;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code zoo doctor}: what the zoo computes with on this machine, and for each thing that is in the
 * way what mends it. Ends with 2 if there is one.
 */
@Command(
    name = "doctor",
    description = "Say what the zoo computes with here, and what is in its way.",
    mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var refusal = chosen();
    var findings = new ArrayList<Finding>();
    findings.add(software());
    findings.add(memory());
    findings.add(load());
    findings.addAll(NativeBuild.cards());
    if (findings.stream().noneMatch(f -> f.level() == PROBLEM)) {
      findings.add(refusal.orElseGet(Doctor::backend));
    }
    print(findings);
    return findings.stream().anyMatch(f -> f.level() == PROBLEM) ? 2 : 0;
  }

  private void print(List<Finding> findings) {
    var out = spec.commandLine().getOut();
    int width = findings.stream().mapToInt(f -> f.subject().length()).max().orElse(0);
    for (var finding : findings) {
      out.printf("%-" + width + "s  %s%n", finding.subject(), finding.value());
      if (!finding.remedy().isEmpty()) {
        var mark = finding.level() == PROBLEM ? "Problem" : "Advice";
        out.printf("%-" + width + "s  %s: %s%n", "", mark, finding.remedy());
      }
    }
  }

  private static Finding software() {
    var versions = Machine.versions();
    var value =
        "zoo %s, DL4J %s, Java %s, %s"
            .formatted(
                versions.get("zoo"),
                versions.get("dl4j"),
                versions.get("java"),
                versions.get("os"));
    return Finding.fine("Software", value);
  }

  private static Finding memory() {
    var value =
        "%s for Java's objects, %s with ND4J's arrays"
            .formatted(
                gigabytes(Runtime.getRuntime().maxMemory()), gigabytes(Pointer.maxPhysicalBytes()));
    return Finding.fine("Memory", value);
  }

  private static String gigabytes(long bytes) {
    return bytes <= 0 ? "no limit" : "%.1f GB".formatted(bytes / 1e9);
  }

  /** Native threads that wait spin: on a busy machine one is faster than several. */
  private static Finding load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    int cores = Runtime.getRuntime().availableProcessors();
    var threads = System.getenv("OMP_NUM_THREADS");
    var value = "%d%s".formatted(cores, load < 0 ? "" : ", load %.1f".formatted(load));
    return load > 0.75 * cores && cores > 1 && threads == null
        ? Finding.advice(
            "Cores",
            value,
            "While others compute too, one native thread is faster: export OMP_NUM_THREADS=1.")
        : Finding.fine("Cores", value);
  }

  /** Why there is nothing to compute with; before all else, since JavaCPP must be told. */
  private static Optional<Finding> chosen() {
    try {
      NativeBuild.choose();
      return Optional.empty();
    } catch (UserException e) {
      return Optional.of(Finding.problem("Backend", "none", String.valueOf(e.getMessage())));
    }
  }

  private static String cardMemory() {
    if (!NativeBuild.current().onCard()) {
      return "";
    }
    var card = NativeOpsHolder.getInstance().getDeviceNativeOps();
    return ", %s of the card's %s free"
        .formatted(gigabytes(card.getDeviceFreeMemory(0)), gigabytes(card.getDeviceTotalMemory(0)));
  }

  /** Starts ND4J and has it multiply. */
  private static Finding backend() {
    try {
      var ones = Nd4j.ones(DataType.FLOAT, 16, 16);
      if (ones.mmul(ones).sumNumber().doubleValue() != 16 * 16 * 16) {
        return Finding.problem(
            "Backend",
            Machine.current() + " multiplies wrongly",
            "Ask for another build: JAVA_OPTS=-Dzoo.native=plain.");
      }
      return Finding.fine("Backend", Machine.current() + cardMemory());
    } catch (UserException e) {
      return Finding.problem("Backend", "not what was chosen", String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      return Finding.problem(
          "Backend", "does not start: " + e, "Ask for another: JAVA_OPTS=-Dzoo.native=plain.");
    }
  }
}
