package org.latentzoo.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/zoo} of a fresh copy of the sources, in a folder with a space, through a link. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Set<String> LEFT_OUT = Set.of("target", ".git", "runs");

  @TempDir private Path folder;

  private record Result(int status, String output) {}

  @Test
  void buildsItselfOnceThenRuns() throws Exception {
    var copy = folder.resolve("a copy");
    copy(ROOT, copy);
    var link = folder.resolve("zoo");
    Files.createSymbolicLink(link, copy.resolve("zoo-examples/bin/zoo"));

    var first = run(link, Map.of(), "list");
    assertEquals(0, first.status(), first.output());
    assertTrue(first.output().contains("zoo: building"), first.output());
    assertTrue(first.output().contains("vae-bernoulli-digits"), first.output());

    var libraries = Files.readString(copy.resolve("zoo-examples/target/zoo.classpath"));
    assertTrue(!libraries.contains("spark-core"), "nobody asked for Spark");

    var second = run(link, Map.of(), "show", "ppca-digits");
    assertEquals(0, second.status(), second.output());
    assertTrue(!second.output().contains("building"), second.output());

    var unknown = run(link, Map.of(), "trian");
    assertEquals(2, unknown.status(), unknown.output());

    var noJava = run(link, Map.of("JAVA_HOME", "/nowhere"), "list");
    assertEquals(2, noJava.status(), noJava.output());
    assertEquals(1, noJava.output().lines().count(), noJava.output());
  }

  private Result run(Path program, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    var log = Files.createTempFile(folder, "run", ".log");
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.redirectOutput(log.toFile()).start();
    try {
      assertTrue(process.waitFor(10, TimeUnit.MINUTES), () -> program + " does not end");
      return new Result(process.exitValue(), Files.readString(log, Charset.defaultCharset()));
    } finally {
      process.destroyForcibly();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (LEFT_OUT.contains(String.valueOf(from.getFileName()))) {
      return;
    }
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    if (Files.isDirectory(from)) {
      try (var children = Files.list(from)) {
        for (var child : children.toList()) {
          copy(child, to.resolve(child.getFileName()));
        }
      }
    }
  }
}
