/**
 * Estimators of the gradient of E_q[r(z)] by the parameters of q where z is discrete, so that no
 * gradient passes through a sample of it (part D of the lecture). They are interchangeable: each
 * sees the same {@link org.latentzoo.gradient.Problem} and returns the number to report and the
 * scalar to differentiate, which are not the same.
 */
@NullMarked
package org.latentzoo.gradient;

import org.jspecify.annotations.NullMarked;
