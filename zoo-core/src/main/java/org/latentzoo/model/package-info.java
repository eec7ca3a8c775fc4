/** What a model has to say about itself to be found, configured, built and trained. */
@NullMarked
package org.latentzoo.model;

import org.jspecify.annotations.NullMarked;
