/**
 * Kernels of our own on NVIDIA cards: loops in CUDA C, compiled when they first run, products by
 * cuBLAS, and the replay of many of them as one CUDA graph. ND4J's arrays are used where they are
 * on the card.
 */
@NullMarked
package org.latentzoo.card;

import org.jspecify.annotations.NullMarked;
