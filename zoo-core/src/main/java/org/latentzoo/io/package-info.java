/**
 * Files: tensors, tables and pictures. Every file is written whole or not at all, and a damaged one
 * is refused in one line before memory is spent on it.
 */
@NullMarked
package org.latentzoo.io;

import org.jspecify.annotations.NullMarked;
