package org.latentzoo.sweep;

import java.util.List;

/** When a trial is given up; a function of what was reported before, so that journals replay. */
interface StoppingRule {
  /** Never. */
  StoppingRule NEVER =
      new StoppingRule() {
        @Override
        public boolean looksAt(int epoch) {
          return false;
        }

        @Override
        public boolean stops(double best, List<Double> others) {
          return false;
        }
      };

  /** Whether trials are compared after {@code epoch}. */
  boolean looksAt(int epoch);

  /**
   * Whether a trial stops here.
   *
   * @param best the highest score that it has reported so far
   * @param others the scores that others reported after as many epochs, before it
   */
  boolean stops(double best, List<Double> others);
}
