package org.latentzoo.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.examples.cli.Zoo;

/** What README shows works: its commands run, its Java compiles and runs, its files are there. */
class ReadmeTest {
  private static final boolean HAS_FASHION_MNIST =
      Files.isDirectory(Path.of("/usr/share/datasets/fashion-mnist"));

  @TempDir private Path work;

  /**
   * In README's order, on the runs that the commands before made; training for one epoch only, and
   * sweeping for a second. Commands on Fashion-MNIST are left out where it is not installed.
   */
  @Test
  void commandsRun() {
    var commands = Readme.zooCommands();
    assertTrue(commands.size() >= 10, () -> "only " + commands);
    for (var command : commands) {
      if (HAS_FASHION_MNIST || !command.contains("fashion-mnist")) {
        assertEquals(0, run(command), command);
      }
    }
  }

  @Test
  void javaBlocksCompileAndRun() throws Exception {
    var blocks = Readme.blocks("java");
    assertTrue(!blocks.isEmpty());
    for (int i = 0; i < blocks.size(); i++) {
      run("Snippet" + i, blocks.get(i).replace("runs/", work + "/java" + i + "/"));
    }
  }

  @Test
  void linkedFilesExist() {
    var files = Readme.files();
    assertTrue(files.size() >= 10, () -> "only " + files);
    var missing = files.stream().filter(f -> !Files.exists(Readme.ROOT.resolve(f))).toList();
    assertEquals(List.of(), missing);
  }

  /** A picture that nothing makes again would be out of date one day. */
  @Test
  void picturesAreMadeAgainByOneCommand() throws Exception {
    var script = Files.readString(Readme.ROOT.resolve("zoo-examples/docs/remake"));
    var pictures = Readme.files().stream().filter(file -> file.endsWith(".png")).toList();
    assertTrue(!pictures.isEmpty());
    for (var picture : pictures) {
      var name = "$docs/" + Path.of(picture).getFileName();
      assertTrue(script.contains(name), picture);
    }
  }

  /** README's test command is what CI runs. */
  @Test
  void continuousIntegrationRunsTheTestCommand() throws Exception {
    assertTrue(Readme.blocks("sh").get(0).contains("mvn -B verify"));
    assertTrue(Files.readString(Readme.ROOT.resolve(".ci/run")).contains("mvn -B -ntp verify"));
  }

  private int run(String command) {
    var words = command.replace("runs/", work + "/").split(" ");
    boolean trains = words[0].equals("train");
    if (trains) {
      var quick = Stream.of("--set", "train.epochs=1");
      words = Stream.concat(Stream.of(words), quick).toArray(String[]::new);
      if (!command.contains(" --out ")) {
        var out = Stream.of("--out", work.resolve(words[1]).toString());
        words = Stream.concat(Stream.of(words), out).toArray(String[]::new);
      }
    }
    if (words[0].equals("sweep") && !words[1].equals("show")) {
      words = Stream.concat(Stream.of(words), Stream.of("--time", "1s")).toArray(String[]::new);
    }
    var err = new StringWriter();
    int status = Zoo.run(new PrintWriter(new StringWriter()), new PrintWriter(err), words);
    return status == 0 ? 0 : fail(command, err.toString());
  }

  private static int fail(String command, String err) {
    throw new AssertionError(command + ": " + err);
  }

  private void run(String name, String body) throws Exception {
    var imports = body.lines().filter(l -> l.startsWith("import ")).toList();
    var rest = body.lines().filter(l -> !l.startsWith("import ")).toList();
    var source = work.resolve(name + ".java");
    Files.writeString(
        source,
        String.join("\n", imports)
            + "\npublic class %s { public static void run() throws Exception {\n".formatted(name)
            + String.join("\n", rest)
            + "\n}}\n");
    var out = new java.io.ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                out,
                out,
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none",
                "-d",
                work.toString(),
                source.toString());
    assertEquals(0, status, () -> out.toString(java.nio.charset.StandardCharsets.UTF_8));
    try (var loader = new URLClassLoader(new java.net.URL[] {work.toUri().toURL()})) {
      loader.loadClass(name).getMethod("run").invoke(null);
    } catch (InvocationTargetException e) {
      throw new AssertionError("README's Java block failed", e.getCause());
    }
  }
}
