/** One short main a model: the Java API in use. */
@NullMarked
package org.latentzoo.examples;

import org.jspecify.annotations.NullMarked;
