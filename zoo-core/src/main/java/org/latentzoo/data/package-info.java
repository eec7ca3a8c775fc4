/** Stands in until the data are here. */
@NullMarked
package org.latentzoo.data;

import org.jspecify.annotations.NullMarked;
