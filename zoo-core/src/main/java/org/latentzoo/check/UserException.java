package org.latentzoo.check;

/**
 * An error that the user can mend: its message is one line that says subject, rule, value and next
 * step. The command line prints that line and exits with 2; no stack trace is shown.
 */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
