/**
 * Pages and cards that show runs and sweeps to people, in a browser and offline. What templates
 * read is public, since compiled templates have a package of their own.
 */
@NullMarked
package org.latentzoo.examples.report;

import org.jspecify.annotations.NullMarked;
