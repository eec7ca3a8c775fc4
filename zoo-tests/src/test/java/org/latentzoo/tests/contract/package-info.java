/** What holds of every preset: a new model is tested for free. */
@NullMarked
package org.latentzoo.tests.contract;

import org.jspecify.annotations.NullMarked;
