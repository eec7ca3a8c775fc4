package org.latentzoo.examples.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingDouble;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.latentzoo.exec.Program.Cost;
import org.latentzoo.nativebuild.NativeBuild;
import org.nd4j.linalg.factory.Nd4j;

/** What {@code zoo bench} prints: medians of times, and what the ops of a step take. */
record BenchTable(PrintWriter out) {
  void head(String what, int rounds, String unit) {
    out.printf(
        "%s, native build %s, %d threads%n",
        what, NativeBuild.current().name(), Nd4j.getEnvironment().maxThreads());
    out.printf("%-24s %12s %10s %12s%n", "median of " + rounds, unit, "times/s", "rows/s");
  }

  /** Of something that takes {@code microseconds} for so many rows. */
  void line(String what, double microseconds, long rows) {
    double perSecond = 1e6 / microseconds;
    out.printf("%-24s %12.0f %10.0f %12.0f%n", what, microseconds, perSecond, perSecond * rows);
  }

  void profile(List<Cost> costs) {
    var kinds = costs.stream().collect(groupingBy(Cost::op, summingDouble(Cost::microseconds)));
    var counts = costs.stream().collect(groupingBy(Cost::op, counting()));
    out.printf("%-24s %12s %10s%n", "ops of a kind", "us a step", "ops");
    kinds.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            kind ->
                out.printf(
                    "%-24s %12.0f %10d%n",
                    kind.getKey(), kind.getValue(), counts.get(kind.getKey())));
  }

  /** How far a step of {@code microseconds} is from its floor. */
  void floor(Floor floor, double microseconds) {
    out.printf(
        "%-24s %12.0f  %.1f million operations at %.0f GFLOP/s, a large product's here%n",
        "floor: products",
        floor.arithmetic(),
        floor.operations() / 1e6,
        floor.operationRate() / 1e9);
    out.printf(
        "%-24s %12.0f  %.1f MB at %.1f GB/s, a large copy's here%n",
        "floor: optimiser", floor.memory(), floor.bytes() / 1e6, floor.byteRate() / 1e9);
    out.printf("the step takes %.2f times as long as both%n", microseconds / floor.microseconds());
  }

  static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
