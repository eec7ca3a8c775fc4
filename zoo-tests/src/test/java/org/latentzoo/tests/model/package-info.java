/** What a model instance refuses. */
@NullMarked
package org.latentzoo.tests.model;

import org.jspecify.annotations.NullMarked;
