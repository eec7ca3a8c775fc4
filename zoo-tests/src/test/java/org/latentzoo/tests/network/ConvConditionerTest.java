package org.latentzoo.tests.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.network.Activation;
import org.latentzoo.network.ConvConditioner;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the conditioner of a flow over images computes, of two maps into three. */
class ConvConditionerTest {
  private static final int MAPS = 2;
  private static final int OUT = 3;

  private static NetworkModel model(DataType dtype, int side, int context, Activation activation) {
    var input = new ConvConditioner.Input(MAPS, side, context);
    return NetworkModel.of(
            dtype,
            input.columns() + context,
            g -> ConvConditioner.create(g, input, 4, 2, activation, OUT))
        .drawn();
  }

  @ParameterizedTest
  @CsvSource({"DOUBLE, 1, 0", "DOUBLE, 3, 2", "FLOAT, 2, 0", "FLOAT, 7, 1"})
  void equalsLoops(DataType dtype, int side, int context) {
    var model = model(dtype, side, context, Activation.TANH);
    var p = model.instance().parameters();
    int pixels = side * side;
    var rows = Nd4j.zeros(DataType.DOUBLE, 3, MAPS * pixels + context);
    new NoiseSource(8).normal(rows, "rows");
    var y = model.values(rows);
    var shifted = rows.addRowVector(p.get("shift").castTo(DataType.DOUBLE)).toDoubleMatrix();
    for (int i = 0; i < shifted.length; i++) {
      var maps = Arrays.copyOf(shifted[i], (MAPS + context) * pixels);
      for (int c = 0; c < context; c++) {
        int start = (MAPS + c) * pixels;
        Arrays.fill(maps, start, start + pixels, shifted[i][MAPS * pixels + c]);
      }
      var h = kept(maps, side, p, "f.in");
      for (int block = 0; block < 2; block++) {
        var inner = kept(Loops.tanh(h), side, p, "f." + block + ".a");
        var change = kept(Loops.tanh(inner), side, p, "f." + block + ".b");
        h = Loops.sum(h, change);
      }
      var expected = kept(Loops.tanh(h), side, p, "f.out");
      double tolerance = dtype == DataType.DOUBLE ? 1e-12 : 1e-5;
      assertArrayEquals(expected, y.getRow(i).toDoubleVector(), tolerance);
    }
  }

  private static double[] kept(double[] x, int side, Map<String, INDArray> p, String layer) {
    return Loops.keptSide(x, side, p.get(layer + ".W"), p.get(layer + ".b"));
  }

  /** In float other native code computes convolutions. */
  @ParameterizedTest
  @CsvSource({"2, 0, 3", "7, 1, 2", "14, 0, 5"})
  void gradientsInFloatEqualThoseInDouble(int side, int context, int batch) {
    var single = model(DataType.FLOAT, side, context, Activation.RELU).step(batch);
    var exact = model(DataType.DOUBLE, side, context, Activation.RELU).step(batch);
    NetworkModel.requireEqual(single, exact);
  }
}
