package org.latentzoo.sweep;

import java.util.List;

/**
 * The median rule: from epoch {@code first} on a trial stops if its best score so far is below the
 * median of what at least {@code least} others had after as many epochs. (Golovin et al. 2017
 * compare with the median of the others' running means, which lag behind their scores.)
 */
record MedianRule(int first, int least) implements StoppingRule {
  @Override
  public boolean looksAt(int epoch) {
    return epoch >= first;
  }

  @Override
  public boolean stops(double best, List<Double> others) {
    return others.size() >= least && best < median(others);
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
