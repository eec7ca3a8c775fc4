package org.latentzoo.nativebuild;

import org.latentzoo.check.UserException;

/**
 * One thing that was looked at.
 *
 * @param level whether it stands in the way
 * @param subject what, in a word or two
 * @param value what was found
 * @param remedy what to do about it; empty where it is fine
 */
public record Finding(Level level, String subject, String value, String remedy) {
  /** How much it matters. */
  public enum Level {
    /** As it should be. */
    FINE,
    /** Works, and could be better. */
    ADVICE,
    /** Nothing can be trained before it is mended. */
    PROBLEM
  }

  /** All is well. */
  public static Finding fine(String subject, String value) {
    return new Finding(Level.FINE, subject, value, "");
  }

  /** Works, and {@code remedy} makes it better. */
  public static Finding advice(String subject, String value, String remedy) {
    return new Finding(Level.ADVICE, subject, value, remedy);
  }

  /** In the way until {@code remedy}. */
  public static Finding problem(String subject, String value, String remedy) {
    return new Finding(Level.PROBLEM, subject, value, remedy);
  }

  UserException refusal() {
    return new UserException("%s: %s. %s".formatted(subject, value, remedy));
  }
}
