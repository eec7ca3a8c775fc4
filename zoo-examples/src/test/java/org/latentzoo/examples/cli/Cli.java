package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command line did, run in this process. */
record Cli(int status, String out, String err) {
  static Cli run(Object... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    var args = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      args[i] = words[i].toString();
    }
    int status = Zoo.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Cli(status, out.toString(), err.toString());
  }

  /** As {@link #run}, and it has to succeed. */
  static Cli succeed(Object... words) {
    var result = run(words);
    assertEquals(0, result.status, result.err);
    return result;
  }

  /** As {@link #run}, and it has to refuse its input in one line, which is returned. */
  static String refuse(Object... words) {
    var result = run(words);
    assertEquals(2, result.status, result.out + result.err);
    assertTrue(result.err.matches("zoo: [^\n]+\n"), result.err);
    return result.err.strip();
  }
}
