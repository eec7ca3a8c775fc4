package org.latentzoo.card;

import static org.bytedeco.cuda.global.cudart.cudaGraphExecDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphLaunch;

import java.lang.ref.Cleaner;
import java.util.List;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Launches that are replayed as one CUDA graph, from their second run on: the processor says once
 * what it otherwise says at every run.
 */
public final class CardGraph {
  private static final Cleaner CLEANER = Cleaner.create();

  private final List<Launch> launches;
  private final List<INDArray> inputs;
  private final List<INDArray> outputs;

  private boolean ran;
  private @Nullable CUgraphExec_st graph;

  /**
   * @param inputs what the launches read and did not write before
   * @param outputs what they write
   */
  public CardGraph(List<Launch> launches, List<INDArray> inputs, List<INDArray> outputs) {
    this.launches = List.copyOf(launches);
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
  }

  /** Runs them and waits for their end. */
  public void run() {
    DeviceMemory.update(inputs);
    var cuda = Cuda.here();
    if (ran) {
      Cuda.done("cudaGraphLaunch", cudaGraphLaunch(graph(cuda), cuda.stream()));
    } else {
      launches.forEach(launch -> launch.on(cuda));
      ran = true;
    }
    cuda.await();
    outputs.forEach(DeviceMemory::written);
  }

  private CUgraphExec_st graph(Cuda cuda) {
    if (graph == null) {
      var made = cuda.graph(launches);
      CLEANER.register(this, () -> cudaGraphExecDestroy(made));
      graph = made;
    }
    return graph;
  }
}
