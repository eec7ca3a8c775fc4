package org.latentzoo.card;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A kernel of a {@link CudaModule}. */
final class KernelLaunch implements Launch {
  private final CudaModule module;
  private final String name;
  private final long blocks;
  private final int threads;
  private final List<INDArray> inputs;
  private final List<INDArray> outputs;

  private @Nullable CUfunc_st function;
  private Pointer[] addresses = {};

  /**
   * @param threads of each of the {@code blocks}
   * @param inputs what the kernel is given first
   * @param outputs what it is given after them
   */
  KernelLaunch(
      CudaModule module,
      String name,
      long blocks,
      int threads,
      List<INDArray> inputs,
      List<INDArray> outputs) {
    this.module = module;
    this.name = name;
    this.blocks = blocks;
    this.threads = threads;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
  }

  @Override
  public void on(Cuda cuda) {
    if (function == null) {
      function = module.function(cuda, name);
      addresses =
          Stream.concat(inputs.stream(), outputs.stream())
              .map(DeviceMemory::address)
              .toArray(Pointer[]::new);
    }
    cuda.launch(function, blocks, threads, addresses);
  }

  @Override
  public List<INDArray> inputs() {
    return inputs;
  }

  @Override
  public List<INDArray> outputs() {
    return outputs;
  }
}
