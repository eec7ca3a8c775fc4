package org.latentzoo.network;

import java.util.List;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * N(mu(c), diag(sigma^2(c))) where {@code [mu, v]} is the output of one network and sigma^2 = floor
 * + exp(v). A floor above 0 bounds the density where data is constant.
 */
public final class NormalNetwork implements Conditional<DiagonalNormal> {
  private final Network network;
  private final double floor;

  private NormalNetwork(Network network, double floor) {
    this.network = network;
    this.floor = floor;
  }

  /**
   * From any network.
   *
   * @param network of twice as many outputs as the distribution has dimensions
   */
  public static NormalNetwork of(Network network, double floor) {
    return new NormalNetwork(network, floor);
  }

  /** From an MLP. */
  public static NormalNetwork create(
      Graph graph, int in, List<Integer> hidden, Activation activation, int out, double floor) {
    return of(Mlp.create(graph, in, hidden, activation, 2 * out), floor);
  }

  @Override
  public DiagonalNormal given(SDVariable context) {
    var halves = Ops.halves(network.apply(context));
    return new DiagonalNormal(halves[0], Maths.logAdd(halves[1], floor));
  }
}
