/**
 * Training: how long, in what steps, and how the steps are taken. Optimisers, clipping and
 * schedules see one flat parameter vector and one flat gradient vector, never a model.
 */
@NullMarked
package org.latentzoo.train;

import org.jspecify.annotations.NullMarked;
