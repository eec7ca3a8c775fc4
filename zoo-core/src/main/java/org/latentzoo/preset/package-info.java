/**
 * Presets: YAML in, validated records out. The text of a preset is typed by the records it is bound
 * to, laid over their defaults, and refused by its full dotted path where it does not fit. Models
 * and presets are found on the class path, in anyone's jar.
 */
@NullMarked
package org.latentzoo.preset;

import org.jspecify.annotations.NullMarked;
