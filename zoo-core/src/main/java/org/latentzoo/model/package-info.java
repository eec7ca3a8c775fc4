/**
 * What a model is: a config record and a graph with the losses that train it and the heads that
 * answer questions about data. A model knows no trainer and no data set.
 */
@NullMarked
package org.latentzoo.model;

import org.jspecify.annotations.NullMarked;
