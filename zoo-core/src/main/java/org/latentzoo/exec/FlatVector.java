package org.latentzoo.exec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.latentzoo.kernel.Buffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Named arrays that lie one after the other in a single vector of shape {@code [P]}. */
public final class FlatVector {
  private final INDArray vector;
  private final Map<String, INDArray> slices;

  private FlatVector(INDArray vector, Map<String, INDArray> slices) {
    this.vector = vector;
    this.slices = Collections.unmodifiableMap(slices);
  }

  /** A vector of zeros with one slice for each named shape, in the map's order. */
  public static FlatVector zeros(DataType dtype, Map<String, long[]> shapes) {
    var length = shapes.values().stream().mapToLong(FlatVector::length).sum();
    var vector = Nd4j.zeros(dtype, length);
    var slices = new LinkedHashMap<String, INDArray>();
    long start = 0;
    for (var entry : shapes.entrySet()) {
      long end = start + length(entry.getValue());
      slices.put(entry.getKey(), Buffers.view(vector, start, entry.getValue()));
      start = end;
    }
    return new FlatVector(vector, slices);
  }

  /** The whole vector, {@code [P]}; a write to it is a write to the slices. */
  public INDArray vector() {
    return vector;
  }

  /** The slices by name, each a view in its own shape. */
  public Map<String, INDArray> slices() {
    return slices;
  }

  private static long length(long[] shape) {
    long product = 1;
    for (long size : shape) {
      product *= size;
    }
    return product;
  }
}
