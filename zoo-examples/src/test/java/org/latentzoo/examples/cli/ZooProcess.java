package org.latentzoo.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, which can be killed. */
record ZooProcess(Process process) {
  static ZooProcess start(Path log, List<String> args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Zoo.class.getName()));
    command.addAll(args);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("OMP_NUM_THREADS", "1");
    return new ZooProcess(builder.start());
  }

  /** Kills it, so that nothing of it can run any more, unless it ends within the time given. */
  boolean killAfter(long milliseconds) throws InterruptedException {
    if (process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
      return false;
    }
    process.destroyForcibly().waitFor();
    return true;
  }

  /** Asks it to end, as Ctrl-C would, and waits for its exit status. */
  int terminate() throws InterruptedException {
    process.destroy();
    return await();
  }

  /** Its exit status; one that does not end is killed. */
  int await() throws InterruptedException {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the process does not end: " + process.info());
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
