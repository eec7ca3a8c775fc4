package org.latentzoo.dl4j;

import org.latentzoo.distribution.Bernoulli;
import org.latentzoo.distribution.Distribution;
import org.nd4j.autodiff.samediff.SDVariable;

/** The law of the data given the code, read off the columns that the decoder puts out. */
public enum Likelihood {
  /** Of bits, from their logits {@code [B, D]}. */
  BERNOULLI {
    @Override
    Distribution of(SDVariable input, long columns) {
      return new Bernoulli(Columns.slice(input, 0, columns));
    }
  },
  /** Of real numbers, from {@code [mean, log variance] [B, 2D]}. */
  GAUSSIAN {
    @Override
    Distribution of(SDVariable input, long columns) {
      return Columns.normal(input, 0, Columns.half("A Gaussian likelihood", columns));
    }
  };

  /** From the first {@code columns} of {@code input}. */
  abstract Distribution of(SDVariable input, long columns);
}
