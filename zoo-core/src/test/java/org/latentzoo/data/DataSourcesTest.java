package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.check.UserException;

class DataSourcesTest {
  /** Takes a name that is taken. */
  public static final class Digits implements DataSource {
    @Override
    public String name() {
      return "digits";
    }

    @Override
    public DataParts open(String argument, long seed) {
      throw new IllegalStateException("never opened");
    }
  }

  @TempDir Path folder;

  /** They come from the thread's context class loader, as models and presets do. */
  @Test
  void refusesTwoSourcesOfOneName() throws IOException {
    var services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(DataSource.class.getName()), Digits.class.getName());
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      var line =
          assertThrows(UserException.class, () -> DataSources.open("digits", 0, Missing.REFUSE))
              .getMessage();
      assertTrue(line.startsWith("Data source 'digits' is there twice: in "), line);
    } finally {
      thread.setContextClassLoader(before);
    }
    assertEquals(64, DataFixtures.open(DataFixtures.plain("digits")).columns());
  }
}
