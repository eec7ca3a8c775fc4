package org.latentzoo.card;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.kernel.Move;
import org.latentzoo.kernel.Pointwise;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Kernels on a card beside the processor's and ND4J's own ops; all of it fails where there is none.
 */
@Tag("gpu")
class CardKernelsTest {
  private static final long[] SHAPE = {7, 30, 21};

  private final CudaModule module = new CudaModule();

  @BeforeAll
  static void thereIsACard() {
    assertFalse(
        Nd4j.getEnvironment().isCPU(),
        "ND4J computes on the processor: build with -Pcuda or -Pcuda-ptx, and ask zoo doctor");
  }

  private static INDArray random(long... shape) {
    return Nd4j.rand(DataType.FLOAT, shape);
  }

  private static INDArray unwritten(long... shape) {
    return Nd4j.valueArrayOf(shape, Float.NaN, DataType.FLOAT);
  }

  private static void run(Launch... launches) {
    var outputs = new ArrayList<INDArray>();
    var inputs = new ArrayList<INDArray>();
    for (var launch : launches) {
      inputs.addAll(launch.inputs());
      outputs.addAll(launch.outputs());
    }
    var graph = new CardGraph(List.of(launches), inputs, outputs);
    graph.run();
    graph.run();
  }

  /** To eight units in the last place of normal numbers, infinities and NaN as they are. */
  @ParameterizedTest
  @EnumSource
  void functionsAreTheProcessors(Pointwise function) {
    float[] points = {
      0, 1e-30f, 1e-7f, 0.3f, 0.5f, 1, 2, 3.7f, 20, 88, 1e20f, Float.POSITIVE_INFINITY, Float.NaN
    };
    int n = 4 * points.length * points.length;
    var x = new float[n];
    var y = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = points[i / 4 % points.length] * (i % 2 == 0 ? 1 : -1);
      y[i] = points[i / 4 / points.length] * (i / 2 % 2 == 0 ? 1 : -1);
    }
    var expected = new float[n];
    function.kernel().apply(x, y, expected, new float[n], n);

    var out = unwritten(n);
    var loop = new CardLoop(module, n);
    long[] shape = {n};
    int first = loop.read(Nd4j.createFromArray(x), shape, shape);
    int second = loop.read(Nd4j.createFromArray(y), shape, shape);
    loop.write(loop.apply(function, first, second), out);
    run(loop.build());
    var got = out.toFloatVector();
    for (int i = 0; i < n; i++) {
      int at = i;
      assertEquals(
          expected[i],
          got[i],
          Float.isFinite(expected[i]) ? Math.max(8 * Math.ulp(expected[i]), Float.MIN_NORMAL) : 1,
          () -> "%s of %s and %s".formatted(function, x[at], y[at]));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7 30 21", "1 1 1", "21", "30 21", "1 30 21", "7 1 1", "7 30 1", "7 1 21", "1 30 1", "30 1",
    "1 21", "1"
  })
  void readsWhatRepeats(String sizes) {
    var own = Arrays.stream(sizes.split(" ")).mapToLong(Long::parseLong).toArray();
    var x = random(own);
    var y = random(SHAPE);
    var sum = unwritten(SHAPE);
    var loop = new CardLoop(module, (int) y.length());
    loop.write(
        loop.apply(Pointwise.ADD, loop.read(x, own, SHAPE), loop.read(y, SHAPE, SHAPE)), sum);
    run(loop.build());
    assertEquals(y.add(Nd4j.zeros(DataType.FLOAT, SHAPE).add(x)), sum);
  }

  /** Beside the sums the values themselves, and a number. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 31, 32, 33, 255, 256, 257, 784, 8192})
  void sumsRows(int columns) {
    int rows = 211;
    var x = random(rows, columns);
    var sums = unwritten(rows);
    var means = unwritten(rows);
    var halves = unwritten(rows, columns);
    var loop = new CardLoop(module, rows * columns);
    int value = loop.read(x, x.shape(), x.shape());
    int half = loop.apply(Pointwise.MULTIPLY, value, loop.number(0.5f));
    loop.write(half, halves);
    loop.sum(value, columns, 1, sums);
    loop.sum(half, columns, 2f / columns, means);
    run(loop.build());
    var exact = x.castTo(DataType.DOUBLE).sum(1);
    for (int i = 0; i < rows; i++) {
      assertEquals(exact.getDouble(i), sums.getDouble(i), 1e-6 * exact.getDouble(i));
      assertEquals(exact.getDouble(i) / columns, means.getDouble(i), 1e-6);
    }
    assertEquals(x.mul(0.5), halves);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 2", "1, 0, 4", "1, 4, 1", "2, 6, 1", "2, 0, 7"})
  void movesPartsOfAWhole(int axis, int offset, int size) {
    var whole = random(3, 5, 7);
    var region = NDArrayIndex.createCoveringShape(whole.shape());
    region[axis] = NDArrayIndex.interval(offset, offset + size);
    var expected = whole.get(region).dup('c');
    var part = unwritten(expected.shape());
    run(CardMove.of(new CudaModule(), Move.out(whole, axis, offset, part)));
    assertEquals(expected, part);

    var cleared = whole.dup();
    run(CardMove.of(new CudaModule(), Move.zeros(cleared, axis, offset, size)));
    assertEquals(
        whole.sumNumber().doubleValue() - part.sumNumber().doubleValue(),
        cleared.sumNumber().doubleValue(),
        1e-4);
    run(CardMove.of(new CudaModule(), Move.in(part, cleared, axis, offset)));
    assertEquals(whole, cleared);
  }

  @Test
  void ordersAxesAnew() {
    var x = random(3, 5, 7, 2);
    var out = unwritten(7, 3, 2, 5);
    run(CardPermutation.of(module, x, new int[] {2, 0, 3, 1}, out));
    assertEquals(x.permute(2, 0, 3, 1).dup('c'), out);
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void multipliesMatrices(boolean transposeA, boolean transposeB) {
    var a = transposeA ? random(40, 13) : random(13, 40);
    var b = transposeB ? random(29, 40) : random(40, 29);
    var c = unwritten(13, 29);
    run(new Gemm(a, transposeA, b, transposeB, c));
    var expected = (transposeA ? a.transpose() : a).mmul(transposeB ? b.transpose() : b);
    assertEquals(0, c.sub(expected).amaxNumber().doubleValue(), 1e-5);
  }

  @Test
  void sumsABatchByAProductWithOnes() {
    var terms = random(40, 29);
    var sums = unwritten(29);
    run(new Gemm(Nd4j.ones(DataType.FLOAT, 40), false, terms, false, sums));
    assertEquals(0, sums.sub(terms.sum(0)).amaxNumber().doubleValue(), 1e-5);
  }

  /** The first run launches one by one, the second makes the graph, the third only replays it. */
  @Test
  void replaysReadWhatJavaWroteSince() {
    var x = Nd4j.zeros(DataType.FLOAT, 3);
    var out = unwritten(3);
    var twice = unwritten(3);
    var loop = new CardLoop(module, 3);
    int value = loop.read(x, x.shape(), x.shape());
    loop.write(loop.apply(Pointwise.ADD, value, value), out);
    var next = new CardLoop(module, 3);
    int doubled = next.read(out, out.shape(), out.shape());
    next.write(next.apply(Pointwise.ADD, doubled, doubled), twice);
    var graph = new CardGraph(List.of(loop.build(), next.build()), List.of(x), List.of(out, twice));
    for (float run = 1; run <= 4; run++) {
      Buffers.write(new float[] {run, 2 * run, 3 * run}, x);
      graph.run();
      assertArrayEquals(new float[] {4 * run, 8 * run, 12 * run}, twice.toFloatVector());
    }
  }

  /** Adam beside the same in double. */
  @Test
  void adamTakesItsSteps() {
    int n = 1000;
    var parameters = random(n);
    var means = Nd4j.zeros(DataType.FLOAT, n);
    var squares = Nd4j.zeros(DataType.FLOAT, n);
    var adam = new CardAdam(0.9f, 0.999f, 1e-8f, means, squares);
    var theta = parameters.castTo(DataType.DOUBLE).toDoubleVector();
    var m = new double[n];
    var v = new double[n];
    for (int step = 0; step < 20; step++) {
      var gradient = random(n).subi(0.5);
      adam.step(parameters, gradient, 0.01f, 0.99f);
      var g = gradient.toFloatVector();
      for (int i = 0; i < n; i++) {
        m[i] = 0.9f * m[i] + (1 - 0.9f) * g[i];
        v[i] = 0.999f * v[i] + (1 - 0.999f) * g[i] * g[i];
        theta[i] = 0.99f * theta[i] - 0.01f * m[i] / (Math.sqrt(v[i]) + 1e-8);
      }
    }
    var got = parameters.toFloatVector();
    for (int i = 0; i < n; i++) {
      assertEquals(theta[i], got[i], 1e-5 * Math.max(1, Math.abs(theta[i])));
    }
  }
}
