package org.latentzoo.network;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A learnt function of rows, {@code [B, in] -> [B, out]}. What it is to depend on stands side by
 * side in a row: {@code [x, c]} for data x and their context c.
 */
@FunctionalInterface
public interface Network {
  SDVariable apply(SDVariable rows);
}
