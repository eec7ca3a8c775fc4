package org.latentzoo.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.check.UserException;

class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void replacesAFileThroughALink() throws IOException {
    var file = Files.writeString(folder.resolve("a"), "old");
    var link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFiles.write(link, out -> out.write('n'));
    assertEquals("n", Files.readString(file));
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void keepsTheOldFileWhenWritingFails() throws IOException {
    var file = Files.writeString(folder.resolve("a"), "old");
    var error =
        assertThrows(
            UserException.class,
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("No space left on device");
                    }));
    assertTrue(String.valueOf(error.getMessage()).contains("No space left on device. Make room"));
    assertEquals("old", Files.readString(file));
    assertOnlyFile("a");
  }

  @Test
  void leavesNothingBehindOnAnyError() throws IOException {
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFiles.write(
                folder.resolve("b"),
                out -> {
                  throw new IllegalStateException();
                }));
    assertOnlyFile();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void reportsAFullDevice() {
    var error =
        assertThrows(
            UserException.class, () -> AtomicFiles.write(Path.of("/dev/full"), o -> o.write(1)));
    assertTrue(String.valueOf(error.getMessage()).contains("No space left on device"));
  }

  @Test
  void refusesAFolder() {
    assertThrows(UserException.class, () -> AtomicFiles.write(folder, out -> out.write(1)));
  }

  private void assertOnlyFile(String... names) throws IOException {
    try (var files = Files.list(folder)) {
      assertEquals(List.of(names), files.map(f -> f.getFileName().toString()).toList());
    }
  }
}
