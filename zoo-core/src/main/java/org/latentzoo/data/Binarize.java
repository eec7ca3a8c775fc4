package org.latentzoo.data;

/** How values in [0, 1] become bits. */
public enum Binarize {
  /** They stay as they are. */
  NONE,
  /** A fresh draw from Bernoulli(x) in every epoch. */
  DYNAMIC,
  /** One draw from Bernoulli(x) a row, the same in every epoch and every run. */
  STATIC,
  /** 1 where x &gt; 0.5, else 0. */
  THRESHOLD
}
