/**
 * Loops over blocks of floats that fit the first-level cache, for the JIT compiler to vectorise.
 * They use sums, products, quotients and roots of floats only, which every processor and compiler
 * rounds alike: the same numbers give the same bits everywhere.
 */
@NullMarked
package org.latentzoo.kernel;

import org.jspecify.annotations.NullMarked;
