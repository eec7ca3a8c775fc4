package org.latentzoo.examples.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;
import org.latentzoo.nativebuild.NativeBuild;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;

/**
 * Touches what every command needs, so that the launcher's class archive holds it: the command
 * line, ND4J, and one gradient of a SameDiff graph. Never run by hand.
 */
final class ClassArchive {
  private ClassArchive() {}

  public static void main(String... args) {
    new CommandLine(new Zoo()).usage(new PrintWriter(Writer.nullWriter()));
    NativeBuild.choose();
    var graph = SameDiff.create();
    var weights = graph.var("w", Nd4j.ones(2, 2));
    weights.mmul(weights).sum().markAsLoss();
    graph.calculateGradients(Map.of(), "w");
  }
}
