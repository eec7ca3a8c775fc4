/**
 * Memory of arrays, and fast passes over it that a {@link org.latentzoo.kernel.Team} of threads
 * shares: products, copies, and loops over blocks of floats that fit the first-level cache, for the
 * JIT compiler to vectorise. Loops use sums, products, quotients and roots of floats only, which
 * every processor and compiler rounds alike: the same numbers give the same bits everywhere.
 */
@NullMarked
package org.latentzoo.kernel;

import org.jspecify.annotations.NullMarked;
