/**
 * Picks the machine code that ND4J loads: the fastest build that this processor can run.
 *
 * <p>Left to itself JavaCPP loads the AVX-512 build wherever its jar is on the class path, also on
 * a processor without AVX-512, where the first operation ends the process.
 */
@NullMarked
package org.latentzoo.nativebuild;

import org.jspecify.annotations.NullMarked;
