/** Networks against plain loops and differences. */
@NullMarked
package org.latentzoo.tests.network;

import org.jspecify.annotations.NullMarked;
