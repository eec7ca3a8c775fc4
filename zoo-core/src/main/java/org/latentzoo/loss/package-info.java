/** Objectives: the numbers to report, per row, and the scalar to minimise. */
@NullMarked
package org.latentzoo.loss;

import org.jspecify.annotations.NullMarked;
