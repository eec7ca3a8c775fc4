/**
 * Bijections of rows whose Jacobian determinant is cheap, both ways: the parts of normalising flows
 * (equations 26 and 27).
 *
 * <p>A {@link org.latentzoo.bijector.Bijector} takes data x to the code z, the direction of the
 * likelihood, and back. What is done to one column given some numbers is an {@link
 * org.latentzoo.bijector.Elementwise}; where the numbers come from is a {@link
 * org.latentzoo.bijector.Coupling} or an {@link org.latentzoo.bijector.Autoregressive}. Images are
 * rows too, a channel after the other: {@link org.latentzoo.bijector.Pixelwise} acts on the
 * channels of each pixel, {@link org.latentzoo.bijector.Leading} on what one scale hands to the
 * next. A flow is a {@link org.latentzoo.bijector.Chain} over a base: {@link
 * org.latentzoo.bijector.Transformed}.
 */
@NullMarked
package org.latentzoo.bijector;

import org.jspecify.annotations.NullMarked;
