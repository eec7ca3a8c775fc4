package org.latentzoo.card;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/** An array's own copy on the card, beside the one that ND4J keeps on the host. */
final class DeviceMemory {
  private DeviceMemory() {}

  /** Brings the card's copy up to date where Java wrote to the host's. */
  static void update(INDArray array) {
    var affinity = Nd4j.getAffinityManager();
    if (affinity.getActiveLocation(array) == Location.HOST) {
      affinity.ensureLocation(array, Location.DEVICE);
    }
  }

  /** Says that the card's copy was changed. */
  static void written(INDArray array) {
    Nd4j.getAffinityManager().tagLocation(array, Location.DEVICE);
  }

  /** Where the floats of {@code array} begin; memory is taken for them if there is none yet. */
  static FloatPointer of(INDArray array) {
    var buffer = buffer(array);
    if (Pointer.isNull(buffer.specialBuffer())) {
      Nd4j.getAffinityManager().ensureLocation(array, Location.DEVICE);
    }
    return new At(buffer.specialBuffer().address());
  }

  /** {@link #of} as an argument of a kernel. */
  static Pointer address(INDArray array) {
    return new LongPointer(new long[] {of(array).address()});
  }

  /** ND4J's buffers for cards alone have this method, and they are not on every class path. */
  private static OpaqueDataBuffer buffer(INDArray array) {
    try {
      var data = array.data();
      return (OpaqueDataBuffer) data.getClass().getMethod("getOpaqueDataBuffer").invoke(data);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Not an array of a card: " + array.data().getClass(), e);
    }
  }

  private static final class At extends FloatPointer {
    At(long address) {
      this.address = address;
    }
  }
}
