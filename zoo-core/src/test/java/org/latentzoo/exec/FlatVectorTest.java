package org.latentzoo.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latentzoo.kernel.Buffers;
import org.nd4j.linalg.api.buffer.DataType;

class FlatVectorTest {
  @Test
  void slicesOfWholeLinesBeginWithOne() {
    var shapes = new LinkedHashMap<String, long[]>();
    shapes.put("short", new long[] {3});
    shapes.put("matrix", new long[] {5, 16});
    shapes.put("odd", new long[] {7, 3});
    shapes.put("bias", new long[] {32});

    var flat = FlatVector.zeros(DataType.FLOAT, shapes);
    int mark = 0;
    for (var slice : flat.slices().values()) {
      slice.assign(++mark);
    }

    assertEquals(List.copyOf(shapes.keySet()), List.copyOf(flat.slices().keySet()));
    assertEquals(0, Buffers.memory(flat.slices().get("matrix")).address() % 64);
    assertEquals(0, Buffers.memory(flat.slices().get("bias")).address() % 64);
    shapes.forEach((name, shape) -> assertArrayEquals(shape, flat.slices().get(name).shape()));
    assertArrayEquals(new long[] {3 + 80 + 21 + 32}, flat.vector().shape());
    assertEquals(3 + 2 * 80 + 3 * 21 + 4 * 32, flat.vector().sumNumber().doubleValue());
  }
}
