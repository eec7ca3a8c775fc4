/**
 * A thin façade on SameDiff: one data type, scopes, the data placeholder, declared noise,
 * parameters with their initialisation, and the primitives that are numerically safe in float.
 *
 * <p>Randomness reaches a graph only through declared noise placeholders, so a run repeats bit for
 * bit and gradient checks work. Every density is per row, shape {@code [B]}; the mean over the
 * batch is taken in one place, {@link org.latentzoo.graph.Maths#batchMean}.
 */
@NullMarked
package org.latentzoo.graph;

import org.jspecify.annotations.NullMarked;
