/** Stands in until the graph is here. */
@NullMarked
package org.latentzoo.graph;

import org.jspecify.annotations.NullMarked;
