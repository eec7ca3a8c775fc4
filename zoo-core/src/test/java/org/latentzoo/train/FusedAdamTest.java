package org.latentzoo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.nativebuild.NativeBuild;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The zoo's pass against ND4J's op, at lengths about the block's. */
class FusedAdamTest {
  private static final double KEEP = 0.999;

  private final NoiseSource noise = new NoiseSource(3);

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024, 1025, 5000})
  void endsAsTheNativeOpDoes(int length) {
    var ours = normal(length, 0);
    var theirs = ours.dup();
    var m = Nd4j.zeros(DataType.FLOAT, length);
    var v = Nd4j.zeros(DataType.FLOAT, length);
    var config = new Adam.Builder().learningRate(0.01).beta1(0.8).beta2(0.99).epsilon(1e-7).build();
    var op = config.instantiate(Map.of("M", m, "V", v), false);
    var means = m.dup();
    var squares = v.dup();
    var adam = new FusedAdam(Map.of("beta1", 0.8, "beta2", 0.99, "epsilon", 1e-7), means, squares);
    for (int t = 1; t <= 20; t++) {
      var gradient = normal(length, t).muli(Math.pow(10, t % 5 - 3));
      adam.step(ours, gradient, t, 0.01, KEEP);
      op.applyUpdater(gradient, t - 1, 0);
      theirs.muli(KEEP).subi(gradient);
    }
    assertSame(theirs, ours);
    assertSame(m, means);
    assertSame(v, squares);
  }

  /**
   * To the last bit where the build is known to fuse the same products, else to a few roundings.
   */
  private static void assertSame(INDArray theirs, INDArray ours) {
    if (NativeBuild.current().name().contains("avx2")) {
      assertArrayEquals(floats(theirs), floats(ours));
    } else {
      assertArrayEquals(floats(theirs), floats(ours), 1e-5f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3000})
  void writesNothingBesideItsVectors(int length) {
    var buffer = Nd4j.ones(DataType.FLOAT, length + 2);
    var inner = Buffers.view(buffer, 1, new long[] {length});
    var zeros = Nd4j.zeros(DataType.FLOAT, length);
    var adam =
        new FusedAdam(Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8), zeros, zeros.dup());
    adam.step(inner, Nd4j.ones(DataType.FLOAT, length), 1, 0.5, 1);
    var values = floats(buffer);
    assertEquals(1, values[0]);
    assertEquals(1, values[length + 1]);
    for (int i = 1; i <= length; i++) {
      assertEquals(0.5, values[i], 1e-6);
    }
  }

  private INDArray normal(int length, long step) {
    var values = Nd4j.create(DataType.FLOAT, length);
    noise.normal(values, "vector", step);
    return values;
  }

  private static float[] floats(INDArray array) {
    var values = new float[(int) array.length()];
    Buffers.floats(array).get(values);
    return values;
  }
}
