/** The rules of the training loop. */
@NullMarked
package org.latentzoo.tests.train;

import org.jspecify.annotations.NullMarked;
