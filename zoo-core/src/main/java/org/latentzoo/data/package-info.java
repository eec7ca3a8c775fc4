/**
 * From a file to a batch.
 *
 * <p>A {@link org.latentzoo.data.DataSource} names a kind of data ("digits", "csv:FILE") and offers
 * DataVec readers of its parts; a jar on the class path can bring more of them. {@link
 * org.latentzoo.data.DataModule} reads them once to count, check and fingerprint the rows, splits
 * off validation and test rows, the same ones for every seed, and applies a {@link
 * org.latentzoo.data.Preprocessing}: scale, standardise, binarise. What it hands out are {@link
 * org.latentzoo.data.Rows}, walked one {@link org.latentzoo.data.Epoch} at a time, each batch
 * written straight into an array that a program is bound to.
 *
 * <p>Rows are held in memory, or, with a window, read anew in every epoch by a thread that runs
 * ahead. Either way the order and the random bits of a batch are a function of seed, epoch and
 * batch number alone, so that a run repeats, and resumes exactly where it was cut off.
 *
 * <p>A likelihood is always that of the data as given: {@link
 * org.latentzoo.data.Preprocessing#logDet} is what the change of variables adds to a model's
 * log-density.
 */
@NullMarked
package org.latentzoo.data;

import org.jspecify.annotations.NullMarked;
