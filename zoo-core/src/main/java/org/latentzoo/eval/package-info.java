/** Measures of a trained model: likelihoods and bounds per row, their means and standard errors. */
@NullMarked
package org.latentzoo.eval;

import org.jspecify.annotations.NullMarked;
