package org.latentzoo.model;

import java.util.List;
import java.util.Map;
import org.latentzoo.graph.Graph;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A model's graph and how to use it.
 *
 * @param graph reads the data from the placeholder {@link #DATA} and given codes from {@link
 *     #CODES}
 * @param phases the losses that train it, in the order in which they alternate
 * @param heads the questions that it answers
 */
public record Model(Graph graph, List<Phase> phases, Map<Head, SDVariable> heads) {
  /** The placeholder of the data x, {@code [B, D]}. */
  public static final String DATA = "x";

  /**
   * The placeholder of given codes z, {@code [B, K]}, or {@code [M, K]} where all rows meet all.
   */
  public static final String CODES = "z";

  public Model {
    phases = List.copyOf(phases);
    heads = Map.copyOf(heads);
  }

  public boolean has(Head head) {
    return heads.containsKey(head);
  }
}
