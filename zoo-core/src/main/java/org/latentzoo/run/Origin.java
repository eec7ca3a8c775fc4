package org.latentzoo.run;

import org.latentzoo.check.UserException;
import org.latentzoo.preset.Preset;

/** Where a trained model comes from: a run folder, or weights that came with a preset. */
interface Origin {
  /** What was trained. */
  Preset preset();

  /** The weights as they were written, not yet compared with any model. */
  Weights read();

  /** SHA-256 of the weights' file. */
  String checksum();

  /** What helps where the weights are no good, a sentence. */
  String remedy();

  /**
   * Refuses other data than the model was trained on.
   *
   * @throws UserException naming both checksums
   */
  void requireSameData(String checksum);
}
