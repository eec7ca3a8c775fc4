/**
 * Sweeps over settings with Arbiter: any key of a preset may be a range. A {@link Sweep} hands the
 * points of a {@link Space} to Arbiter's runner and writes what becomes of each into one journal,
 * from which an interrupted sweep goes on and any table is made.
 */
@NullMarked
package org.latentzoo.sweep;

import org.jspecify.annotations.NullMarked;
