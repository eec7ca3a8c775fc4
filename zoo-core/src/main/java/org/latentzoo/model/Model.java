package org.latentzoo.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.latentzoo.graph.Graph;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A model's graph and how to use it.
 *
 * @param graph reads the data from the placeholder {@link #DATA} and given codes from {@link
 *     #CODES}
 * @param phases the losses that train it, in the order in which they alternate
 * @param heads the questions that it answers
 * @param localInference how the numbers that each row has of its own are found for new rows
 */
public record Model(
    Graph graph,
    List<Phase> phases,
    Map<Head, SDVariable> heads,
    Optional<LocalInference> localInference) {
  /** The placeholder of the data x, {@code [B, D]}. */
  public static final String DATA = "x";

  /**
   * The placeholder of given codes z, {@code [B, K]}, or {@code [M, K]} where all rows meet all.
   */
  public static final String CODES = "z";

  /** The placeholder of the labels y, one-hot, {@code [B, C]}. */
  public static final String LABELS = "y";

  /** A model whose rows have no numbers of their own. */
  public Model(Graph graph, List<Phase> phases, Map<Head, SDVariable> heads) {
    this(graph, phases, heads, Optional.empty());
  }

  public Model {
    phases = List.copyOf(phases);
    heads = Map.copyOf(heads);
  }

  public boolean has(Head head) {
    return heads.containsKey(head);
  }
}
