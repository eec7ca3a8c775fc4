package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.examples.cli.Zoo;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The zoo on an NVIDIA card: {@code mvn -Pcuda -Dgroups=gpu verify}, or {@code -Pcuda-ptx}. All of
 * it fails where ND4J computes on the processor.
 */
@Tag("gpu")
class CardTest {
  @TempDir private Path folder;

  @BeforeAll
  static void thereIsACard() {
    assertFalse(
        Nd4j.getEnvironment().isCPU(),
        "ND4J computes on the processor: build with -Pcuda or -Pcuda-ptx, and ask zoo doctor");
  }

  @EveryPreset
  void stepsComeToTheProcessorsValues(String preset) {
    RecordedValues.assertRecorded(preset, DataType.FLOAT, 1e-4);
  }

  @Test
  void whatJavaWritesReachesTheCard() {
    var x = Nd4j.zeros(DataType.FLOAT, 2, 3);
    x.addi(1);
    Buffers.write(new float[] {1, 2, 3, 4, 5, 6}, x);
    assertEquals(21 + 6, x.add(1).sumNumber().doubleValue());
  }

  /** Beside it the card's own part of the vector has changed since. */
  @Test
  void whatJavaWritesToAPartLeavesTheRest() {
    var vector = Nd4j.zeros(DataType.FLOAT, 4);
    vector.addi(7);
    Buffers.write(new float[] {1, 2}, Buffers.view(vector, 1, new long[] {2}));
    assertArrayEquals(new float[] {7, 1, 2, 7}, vector.toFloatVector());
  }

  @Test
  void rowsAreGatheredAndScattered() {
    var table = Nd4j.zeros(DataType.FLOAT, 4, 2);
    table.addi(1);
    var batch = Nd4j.zeros(DataType.FLOAT, 2, 2);
    Buffers.gather(table, new int[] {3, 0}, batch);
    batch.muli(5);
    Buffers.scatter(batch, new int[] {3, 0}, table);
    assertEquals(4 * 5 + 4, table.sumNumber().doubleValue());
  }

  /** By gradients of a bound, of a likelihood, through discrete codes, and in closed form. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "vae-bernoulli-digits",
        "discrete-vae-digits",
        "vae-conditional-digits",
        "realnvp-two-moons",
        "ppca-digits"
      })
  void trainsToTheFigureOnRecord(String preset) {
    var out = new StringWriter();
    var print = new PrintWriter(out, true);
    assertEquals(0, Zoo.run(print, print, "reproduce", preset), out::toString);
  }

  @Test
  void aSeedRepeatsItsBits() throws IOException {
    var preset = Preset.load("vae-bernoulli-digits").with("train.epochs", 3);
    assertArrayEquals(weights(preset, "one"), weights(preset, "two"));
  }

  private byte[] weights(Preset preset, String name) throws IOException {
    Experiment.of(preset).train(folder.resolve(name));
    return Files.readAllBytes(folder.resolve(name).resolve("weights.safetensors"));
  }
}
