/** The {@code zoo} command line. */
@NullMarked
package org.latentzoo.examples.cli;

import org.jspecify.annotations.NullMarked;
