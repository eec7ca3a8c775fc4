/** Linear algebra in double that ND4J lacks or does slowly. */
@NullMarked
package org.latentzoo.linalg;

import org.jspecify.annotations.NullMarked;
