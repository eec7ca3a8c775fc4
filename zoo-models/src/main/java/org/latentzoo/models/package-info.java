/** The zoo's models, one file each: prior, likelihood, posterior, loss, and the paper. */
@NullMarked
package org.latentzoo.models;

import org.jspecify.annotations.NullMarked;
