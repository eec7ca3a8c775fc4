/** Charts as PNG files, in colours that the colour-blind tell apart. */
@NullMarked
package org.latentzoo.examples.plot;

import org.jspecify.annotations.NullMarked;
