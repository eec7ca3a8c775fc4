package org.latentzoo.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.run.Machine;
import org.latentzoo.run.Pretrained;

/** Trained anew where they were trained, pretrained weights come out bit for bit. */
class ReproduceBitsTest {
  private static final String PRESET = "vae-bernoulli-digits";

  @TempDir private Path folder;

  @Test
  void onTheMachineOfTheWeights() throws Exception {
    var theirs = Pretrained.load(PRESET).machine();
    var here = Machine.current();
    assumeTrue(
        here.processor().equals(theirs.processor())
            && here.nativeBuild().equals(theirs.nativeBuild())
            && Runtime.getRuntime().availableProcessors() >= theirs.threads(),
        () -> "the weights of %s are from another machine: %s".formatted(PRESET, theirs));
    var output = reproduce(theirs);
    assertTrue(
        output.contains("`%s`: the pretrained weights, bit for bit".formatted(PRESET)), output);
  }

  /** With the threads and the kernels that the weights were trained with. */
  private String reproduce(Machine theirs) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            List.of(
                java,
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ForeignJar.classPath(),
                "org.latentzoo.examples.cli.Zoo",
                "reproduce",
                PRESET,
                "--out",
                folder.toString()));
    var environment = builder.redirectErrorStream(true).environment();
    var threads = String.valueOf(theirs.threads());
    environment.put("OMP_NUM_THREADS", threads);
    environment.put("OPENBLAS_NUM_THREADS", threads);
    if (theirs.coretype().isEmpty()) {
      environment.remove("OPENBLAS_CORETYPE");
    } else {
      environment.put("OPENBLAS_CORETYPE", theirs.coretype());
    }
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
