/** Theorems that tie distributions, models and measures together, against independent oracles. */
@NullMarked
package org.latentzoo.tests.theorem;

import org.jspecify.annotations.NullMarked;
