package org.latentzoo.nativebuild;

import java.util.Comparator;

/** The compute capability of an NVIDIA card, or the one that machine code was made for. */
record Capability(int major, int minor) implements Comparable<Capability> {

  /** From NVIDIA's short form, of which the last digit is the minor number: 86, 120. */
  static Capability sm(int digits) {
    return new Capability(digits / 10, digits % 10);
  }

  /** From {@code 8.6}. */
  static Capability parse(String text) {
    var parts = text.split("\\.", 2);
    return new Capability(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  @Override
  public int compareTo(Capability other) {
    return Comparator.comparingInt(Capability::major)
        .thenComparingInt(Capability::minor)
        .compare(this, other);
  }

  /** The short form, {@code sm_86}. */
  @Override
  public String toString() {
    return "sm_" + major + minor;
  }
}
