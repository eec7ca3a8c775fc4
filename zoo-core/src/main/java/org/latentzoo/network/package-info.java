/**
 * Learnt functions of rows, and networks whose output is a distribution: encoder, decoder and prior
 * are all "a distribution given a context". A network owns its parameters, so it can be applied to
 * several inputs.
 */
@NullMarked
package org.latentzoo.network;

import org.jspecify.annotations.NullMarked;
