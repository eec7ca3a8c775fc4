/**
 * Probability distributions over rows, as SameDiff expressions: a log-density of shape {@code [B]},
 * sampling from given noise, mean, entropy, and KL divergences in closed form. All in nats.
 */
@NullMarked
package org.latentzoo.distribution;

import org.jspecify.annotations.NullMarked;
