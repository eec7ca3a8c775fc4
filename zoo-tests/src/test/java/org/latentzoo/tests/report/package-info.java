/** Pages as a browser sees them. */
@NullMarked
package org.latentzoo.tests.report;

import org.jspecify.annotations.NullMarked;
