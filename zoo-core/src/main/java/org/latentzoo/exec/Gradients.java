package org.latentzoo.exec;

import java.io.OutputStream;
import java.io.PrintStream;
import org.latentzoo.nativebuild.Release;
import org.nd4j.autodiff.samediff.SameDiff;

/** Reverse-mode differentiation of one loss of a graph that may have several. */
public final class Gradients {
  private Gradients() {}

  /**
   * The function that computes {@code loss} and its gradients. Functions of several losses of one
   * graph stay valid side by side.
   *
   * @param placeholders to differentiate by, besides all variables
   */
  public static synchronized SameDiff of(SameDiff graph, String loss, String... placeholders) {
    graph.setLossVariables(loss);
    Release.useRegisteredOps(graph);
    quietly(() -> graph.createGradFunction(placeholders));
    return graph.getFunction("grad");
  }

  /** The name that the gradient of {@code parameter} has in {@code function}. */
  public static String name(SameDiff function, String parameter) {
    var gradient = function.getGradForVariable(parameter);
    if (gradient == null) {
      throw new IllegalArgumentException("The loss does not depend on '" + parameter + "'.");
    }
    return gradient.name();
  }

  /** SameDiff prints a line for each op it differentiates. */
  private static void quietly(Runnable body) {
    var out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      body.run();
    } finally {
      System.setOut(out);
    }
  }
}
