package org.latentzoo.gradient;

import java.util.HashMap;
import java.util.Map;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/** Uniform noise that draws codes; one sample a row is the same for all who ask. */
public final class Uniforms {
  private final Graph graph;
  private final String scope;
  private final int width;
  private final Map<Integer, SDVariable> made = new HashMap<>();

  /**
   * Noise that is made in {@code graph} when it is asked for.
   *
   * @param scope that it is named by; none if empty
   * @param width W, numbers of a code
   */
  public Uniforms(Graph graph, String scope, int width) {
    this.graph = graph;
    this.scope = scope;
    this.width = width;
  }

  /** For S codes a row, {@code [B S, W]}, those of a row one after the other. */
  public SDVariable of(int samples) {
    return made.computeIfAbsent(samples, this::make);
  }

  private SDVariable make(int samples) {
    if (samples == 1) {
      return noise("eps", width);
    }
    return noise("samples", (long) samples * width).reshape(-1, width);
  }

  private SDVariable noise(String name, long columns) {
    var full = scope.isEmpty() ? name : scope + "." + name;
    return graph.noise(full, Noise.UNIFORM, columns);
  }
}
