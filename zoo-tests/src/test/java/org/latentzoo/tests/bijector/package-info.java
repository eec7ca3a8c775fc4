/** Bijections are bijections, and their log-determinants are those of their Jacobians. */
@NullMarked
package org.latentzoo.tests.bijector;

import org.jspecify.annotations.NullMarked;
