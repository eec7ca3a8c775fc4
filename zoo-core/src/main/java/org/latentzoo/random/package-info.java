/** The one source of randomness: every draw is a function of a seed and a key, so runs repeat. */
@NullMarked
package org.latentzoo.random;

import org.jspecify.annotations.NullMarked;
