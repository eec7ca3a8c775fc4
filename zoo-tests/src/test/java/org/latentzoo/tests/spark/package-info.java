/** Sweeps and fits on executors of their own processes. */
@NullMarked
package org.latentzoo.tests.spark;

import org.jspecify.annotations.NullMarked;
