/** Tests that span modules: architecture, contracts, theorems, end-to-end runs. */
@NullMarked
package org.latentzoo.tests;

import org.jspecify.annotations.NullMarked;
