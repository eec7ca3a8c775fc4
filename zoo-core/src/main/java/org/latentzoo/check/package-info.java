/** What every other package needs to refuse bad input in one clear line. */
@NullMarked
package org.latentzoo.check;

import org.jspecify.annotations.NullMarked;
