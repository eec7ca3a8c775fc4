/** The zoo's layers in plain DL4J networks. */
@NullMarked
package org.latentzoo.tests.dl4j;

import org.jspecify.annotations.NullMarked;
