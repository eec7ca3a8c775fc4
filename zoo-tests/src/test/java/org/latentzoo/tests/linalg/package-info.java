/** Linear algebra against exact arithmetic. */
@NullMarked
package org.latentzoo.tests.linalg;

import org.jspecify.annotations.NullMarked;
