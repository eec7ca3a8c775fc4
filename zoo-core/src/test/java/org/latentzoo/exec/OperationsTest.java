package org.latentzoo.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OperationsTest {
  /** Each product is a multiplication and an addition; a gradient has a product for each input. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "matmul      | 3,4  4,5          | 3,5              | 2 * 3 * 4 * 5",
        "matmul      | 4,3  5,4          | 3,5              | 2 * 3 * 4 * 5",
        "matmul      | 4  4,5            | 5                | 2 * 4 * 5",
        "matmul      | 3,4  4            | 3                | 2 * 3 * 4",
        "matmul      | 6,3,4  6,4,5      | 6,3,5            | 2 * 6 * 3 * 4 * 5",
        "conv2d      | 7,2,8,8  3,3,2,5  | 7,5,4,4          | 2 * 7 * 5 * 4 * 4 * 3 * 3 * 2",
        "conv2d_bp   | 7,2,8,8  3,3,2,5  7,5,4,4 | 7,2,8,8  3,3,2,5 | 2 * 2 * 7 * 5 * 4 * 4 * 3 * 3 * 2",
        "deconv2d    | 7,5,4,4  3,3,2,5  | 7,2,8,8          | 2 * 7 * 5 * 4 * 4 * 3 * 3 * 2",
        "deconv2d_bp | 7,5,4,4  3,3,2,5  7,2,8,8 | 7,5,4,4  3,3,2,5 | 2 * 2 * 7 * 5 * 4 * 4 * 3 * 3 * 2",
        "tanh        | 3,4               | 3,4              | 0"
      })
  void areThoseOfTheDefinition(String op, String in, String out, String expected) {
    long product =
        Stream.of(expected.split(" \\* ")).mapToLong(Long::parseLong).reduce(1, (a, b) -> a * b);
    assertEquals(product, Operations.of(op, arrays(in), arrays(out)));
  }

  private static List<INDArray> arrays(String shapes) {
    return Stream.of(shapes.split(" +"))
        .map(shape -> Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray())
        .map(shape -> Nd4j.create(DataType.FLOAT, shape))
        .toList();
  }
}
