package org.latentzoo.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.check.UserException;
import org.latentzoo.sweep.Entry.Ended;
import org.latentzoo.sweep.Entry.Status;

/** A journal among processes, and on a disk that is full. */
class JournalTest {
  @TempDir private Path temp;

  private static Ended ended(int trial) {
    return new Ended(trial, Status.DONE, 0.5, 1, 0, null, "");
  }

  /** Writes until it cannot, in a process of its own. */
  static final class Writer {
    private static final int REFUSED = 3;

    private Writer() {}

    /** Ends with {@link #REFUSED} if the journal is refused. */
    public static void main(String[] args) {
      try (var journal = Journal.open(Path.of(args[0]))) {
        for (int trial = 0; trial < Integer.parseInt(args[1]); trial++) {
          journal.append(ended(trial));
        }
      } catch (UserException e) {
        System.exit(REFUSED);
      }
    }

    static List<String> command(Path journal, int entries) {
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-cp",
          System.getProperty("java.class.path"),
          Writer.class.getName(),
          journal.toString(),
          String.valueOf(entries));
    }

    static int run(List<String> command) throws IOException, InterruptedException {
      var discard = ProcessBuilder.Redirect.DISCARD;
      return new ProcessBuilder(command)
          .redirectOutput(discard)
          .redirectError(discard)
          .start()
          .waitFor();
    }
  }

  @Test
  void oneJournalHasOneWriter() throws Exception {
    var file = temp.resolve("run");
    try (var journal = Journal.open(file)) {
      var e = assertThrows(UserException.class, () -> Journal.open(file));
      assertTrue(e.getMessage().contains("Another sweep is writing"), e.getMessage());
      assertEquals(List.of(), Journal.read(file));
      assertEquals(Writer.REFUSED, Writer.run(Writer.command(file, 1)), "though it was read");
      journal.append(ended(0));
    }
    assertEquals(0, Writer.run(Writer.command(file, 1)), "once it is closed");
    assertEquals(2, Journal.read(file).size());
  }

  /** Files of this process may have one or two blocks, by the shell's count; a line ends beyond. */
  @Test
  void leavesNoHalfLineOnAFullDisk() throws Exception {
    var shell = Path.of("/bin/sh");
    assumeTrue(Files.isExecutable(shell));
    var file = temp.resolve("run");
    var limited =
        new ArrayList<String>(List.of(shell.toString(), "-c", "ulimit -f 1; exec \"$@\"", "sh"));
    limited.addAll(Writer.command(file, 100));
    assertEquals(Writer.REFUSED, Writer.run(limited));
    var text = Files.readString(file);
    assertFalse(text.isEmpty());
    assertTrue(text.endsWith("\n"), text);
    try (var journal = Journal.open(file)) {
      assertEquals(text.lines().count(), journal.entries().size());
    }
  }

  @Test
  void refusesADamagedJournal() throws IOException {
    Files.writeString(temp.resolve("run"), "{\"event\":\"ended\",\"trial\":0}\n");
    var e = assertThrows(UserException.class, () -> Journal.open(temp.resolve("run")));
    assertTrue(e.getMessage().contains("damaged in line 1"), e.getMessage());
  }
}
