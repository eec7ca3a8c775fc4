package org.latentzoo.exec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.latentzoo.kernel.Buffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Named arrays that lie one after the other in a single vector of shape {@code [P]}: first those
 * that fill whole cache lines, so that each of them begins with one.
 */
public final class FlatVector {
  /** Floats of a cache line; twice as many doubles are two of them. */
  private static final int LINE = 16;

  private final INDArray vector;
  private final Map<String, INDArray> slices;

  private FlatVector(INDArray vector, Map<String, INDArray> slices) {
    this.vector = vector;
    this.slices = Collections.unmodifiableMap(slices);
  }

  /** A vector of zeros with one slice for each named shape. */
  public static FlatVector zeros(DataType dtype, Map<String, long[]> shapes) {
    var length = shapes.values().stream().mapToLong(FlatVector::length).sum();
    var vector = Buffers.zeros(dtype, length);
    var starts = starts(shapes);
    var slices = new LinkedHashMap<String, INDArray>();
    shapes.forEach((name, s) -> slices.put(name, Buffers.view(vector, starts.get(name), s)));
    return new FlatVector(vector, slices);
  }

  private static Map<String, Long> starts(Map<String, long[]> shapes) {
    var names = new ArrayList<>(shapes.keySet());
    names.sort(Comparator.comparing(name -> length(shapes.get(name)) % LINE != 0));
    var starts = new HashMap<String, Long>();
    long start = 0;
    for (var name : names) {
      starts.put(name, start);
      start += length(shapes.get(name));
    }
    return starts;
  }

  /** The whole vector, {@code [P]}; a write to it is a write to the slices. */
  public INDArray vector() {
    return vector;
  }

  /** The slices by name, in the order of the shapes, each a view in its own shape. */
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
