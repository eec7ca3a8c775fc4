/** Captured programs against SameDiff. */
@NullMarked
package org.latentzoo.tests.exec;

import org.jspecify.annotations.NullMarked;
