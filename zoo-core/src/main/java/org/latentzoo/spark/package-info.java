/**
 * Sweeps on a Spark cluster, and moments of rows that lie on one. What travels is text and sums;
 * models and their checkpoints lie in the sweep's folder. Needs {@code spark-core_2.12} on the
 * class path, which nothing else here does.
 */
@NullMarked
package org.latentzoo.spark;

import org.jspecify.annotations.NullMarked;
