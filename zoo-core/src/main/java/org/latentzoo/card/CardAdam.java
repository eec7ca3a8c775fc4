package org.latentzoo.card;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A step of Adam over vectors of floats, parameters included, as one kernel. */
public final class CardAdam {
  private static final int THREADS = 256;

  private final CudaModule module = new CudaModule();
  private final String kernel;
  private final INDArray means;
  private final INDArray squares;
  private @Nullable CUfunc_st function;

  /**
   * @param means m, shape [P]
   * @param squares v, shape [P]
   */
  public CardAdam(float beta1, float beta2, float epsilon, INDArray means, INDArray squares) {
    this.means = means;
    this.squares = squares;
    this.kernel =
        module.add(
            "float* theta, const float* gradient, float* m, float* v, float rate, float keep",
            """
              unsigned i = blockIdx.x * %su + threadIdx.x;
              if (i >= %su) return;
              float g = gradient[i];
              float mean = fmaf(%s, m[i], g * %s);
              float square = fmaf(%s, v[i], g * g * %s);
              m[i] = mean;
              v[i] = square;
              theta[i] = theta[i] * keep - mean * rate / (sqrtf(square) + %s);
            """
                .formatted(
                    THREADS,
                    means.length(),
                    CudaModule.number(beta1),
                    CudaModule.number(1 - beta1),
                    CudaModule.number(beta2),
                    CudaModule.number(1 - beta2),
                    CudaModule.number(epsilon)));
  }

  /**
   * &theta; &larr; keep &theta; - rate m / (&radic;v + &epsilon;), with m and v after the gradient.
   */
  public void step(INDArray parameters, INDArray gradient, float rate, float keep) {
    DeviceMemory.update(List.of(parameters, gradient, means, squares));
    var cuda = Cuda.here();
    if (function == null) {
      function = module.function(cuda, kernel);
    }
    cuda.launch(
        function,
        (means.length() + THREADS - 1) / THREADS,
        THREADS,
        DeviceMemory.address(parameters),
        DeviceMemory.address(gradient),
        DeviceMemory.address(means),
        DeviceMemory.address(squares),
        new FloatPointer(rate),
        new FloatPointer(keep));
    cuda.await();
    Stream.of(parameters, means, squares).forEach(DeviceMemory::written);
  }
}
