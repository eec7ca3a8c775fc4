/**
 * Captured programs: a SameDiff function, compiled once for the shapes of its bound arrays, then
 * replayed.
 *
 * <p>SameDiff's own session walks the graph in Java at every step, works out every shape again and
 * allocates every array: 42 to 80 µs an op. {@link org.latentzoo.exec.Program} does that work once.
 * Capturing is a sequence of general passes, none of which knows a model: keep the ops that the
 * requested outputs need, in an order that computes them; fold what depends on shapes and constants
 * alone; order what does not depend on the noise first, so that it can be left out when only the
 * noise changes; make one loop of elementwise ops of one length; place the intermediate values in
 * as few buffers as their lifetimes allow; bind each to its arrays. A run is then a loop of Java's
 * or a native call each.
 *
 * <p>Parameters and gradients are slices of one {@link org.latentzoo.exec.FlatVector} each, so the
 * optimiser, clipping, checks and checkpoints are one pass over one vector.
 */
@NullMarked
package org.latentzoo.exec;

import org.jspecify.annotations.NullMarked;
