package org.latentzoo.card;

import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import java.util.Collection;
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

  /**
   * Brings the card's copies up to date where Java wrote to the host's, and waits for all that ND4J
   * has under way there. What is sent goes by the default stream, for which our own do not wait,
   * and may be on its way still when the call returns.
   */
  static void update(Collection<INDArray> arrays) {
    var affinity = Nd4j.getAffinityManager();
    for (var array : arrays) {
      if (affinity.getActiveLocation(array) == Location.HOST) {
        affinity.ensureLocation(array, Location.DEVICE);
      }
    }
    Nd4j.getExecutioner().commit();
    Cuda.done("cudaStreamSynchronize", cudaStreamSynchronize(null));
  }

  /** Says that the card's copy was changed. */
  static void written(INDArray array) {
    Nd4j.getAffinityManager().tagLocation(array, Location.DEVICE);
  }

  /** Where the floats of {@code array} begin. */
  static FloatPointer of(INDArray array) {
    return new At(buffer(array).specialBuffer().address());
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
