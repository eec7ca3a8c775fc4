package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ZooTest {
  @Command(name = "greedy")
  private static final class Greedy implements Runnable {
    private final boolean wrapped;

    Greedy(boolean wrapped) {
      this.wrapped = wrapped;
    }

    @Override
    public void run() {
      var error = new OutOfMemoryError("Java heap space");
      if (wrapped) {
        throw new IllegalStateException(error);
      }
      throw error;
    }
  }

  @Test
  void wantOfMemoryIsOneLine() {
    for (boolean wrapped : new boolean[] {false, true}) {
      var err = new StringWriter();
      var command = new CommandLine(new Greedy(wrapped));
      int status = Zoo.execute(command, new PrintWriter(err, true), new PrintWriter(err, true));
      assertEquals(2, status);
      assertTrue(
          err.toString().matches("zoo: This needs more memory .*Java heap space.*-Xmx[^\n]*\n"),
          err.toString());
    }
  }
}
