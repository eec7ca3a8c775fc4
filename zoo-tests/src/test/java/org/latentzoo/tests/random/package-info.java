/** The one source of randomness. */
@NullMarked
package org.latentzoo.tests.random;

import org.jspecify.annotations.NullMarked;
