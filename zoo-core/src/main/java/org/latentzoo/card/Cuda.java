package org.latentzoo.card;

import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetStream_v2;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cudaGraphDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphInstantiate;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;
import static org.bytedeco.cuda.global.cudart.cudaStreamBeginCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamCaptureModeThreadLocal;
import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamEndCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamNonBlocking;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import java.util.List;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.nd4j.linalg.factory.Nd4j;

/** A thread's stream of launches on the card that ND4J gave to the thread. */
public final class Cuda {
  private static final ThreadLocal<Cuda> HERE = ThreadLocal.withInitial(Cuda::new);

  private final int device = Nd4j.getAffinityManager().getDeviceForCurrentThread();
  private final CUstream_st stream = new CUstream_st();
  private final cublasContext blas = new cublasContext();

  private Cuda() {
    done("cudaSetDevice", cudaSetDevice(device));
    done("cudaStreamCreate", cudaStreamCreateWithFlags(stream, cudaStreamNonBlocking));
    done("cublasCreate", cublasCreate_v2(blas));
    done("cublasSetStream", cublasSetStream_v2(blas, stream));
  }

  /** The calling thread's. */
  static Cuda here() {
    return HERE.get();
  }

  /** The card's number. */
  int device() {
    return device;
  }

  CUstream_st stream() {
    return stream;
  }

  /** Starts {@code function} with {@code arguments}, each a pointer to one. */
  void launch(CUfunc_st function, long blocks, int threads, Pointer... arguments) {
    done(
        "cuLaunchKernel",
        cuLaunchKernel(
            function,
            Math.toIntExact(blocks),
            1,
            1,
            threads,
            1,
            1,
            0,
            stream,
            new PointerPointer<>(arguments),
            null));
  }

  cublasContext blas() {
    return blas;
  }

  /** The launches as one, to be launched many times. */
  CUgraphExec_st graph(List<Launch> launches) {
    var graph = new CUgraph_st();
    done(
        "cudaStreamBeginCapture", cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal));
    int end;
    try {
      launches.forEach(launch -> launch.on(this));
    } finally {
      end = cudaStreamEndCapture(stream, graph);
    }
    done("cudaStreamEndCapture", end);
    var executable = new CUgraphExec_st();
    done("cudaGraphInstantiate", cudaGraphInstantiate(executable, graph, null, new byte[1], 0));
    done("cudaGraphDestroy", cudaGraphDestroy(graph));
    return executable;
  }

  /** Waits for all that was launched. */
  void await() {
    done("cudaStreamSynchronize", cudaStreamSynchronize(stream));
  }

  /**
   * Fails where {@code code}, which {@code call} returned, is no success.
   *
   * @throws IllegalStateException then
   */
  static void done(String call, int code) {
    if (code != 0) {
      throw new IllegalStateException("%s failed on the card, code %d.".formatted(call, code));
    }
  }
}
