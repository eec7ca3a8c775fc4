package org.latentzoo.sweep;

import java.util.List;

/**
 * Asynchronous successive halving (Li et al. 2020), which waits for nobody: of n trials that came
 * to a rung, after {@code first}, {@code first * factor}, {@code first * factor^2} ... epochs, the
 * best ceil(n / factor) go on. Li et al. promote the floor of it, which for n < factor is none;
 * they can wait for more to come and promote a trial later, whereas here one that stops stays
 * stopped.
 */
record Halving(int first, int factor) implements StoppingRule {
  @Override
  public boolean looksAt(int epoch) {
    long rung = first;
    while (rung < epoch) {
      rung *= factor;
    }
    return rung == epoch;
  }

  @Override
  public boolean stops(double best, List<Double> others) {
    long better = others.stream().filter(score -> score > best).count();
    return better * factor >= others.size() + 1;
  }
}
