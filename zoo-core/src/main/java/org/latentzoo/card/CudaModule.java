package org.latentzoo.card;

import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetNumSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTX;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTXSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetSupportedArchs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;
import org.latentzoo.kernel.Pointwise;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Kernels in CUDA C that are compiled together when the first of them runs. Whole numbers are put
 * into their text by %s: %d writes the digits of the user's language.
 */
public final class CudaModule {
  /** The functions that loops apply, and the sum of a block's threads, in an order of its own. */
  private static final String PRELUDE =
      Stream.of(Pointwise.values())
              .map(
                  f ->
                      "__device__ inline float %s(float x, float y) { return %s; }\n"
                          .formatted(f, f.cuda()))
              .collect(Collectors.joining())
          + """
          __device__ float total(float x) {
            __shared__ float warps[32];
            for (int d = 16; d > 0; d >>= 1) x += __shfl_xor_sync(0xffffffff, x, d);
            if (threadIdx.x % 32 == 0) warps[threadIdx.x / 32] = x;
            __syncthreads();
            x = threadIdx.x < blockDim.x / 32 ? warps[threadIdx.x] : 0;
            for (int d = 16; d > 0; d >>= 1) x += __shfl_xor_sync(0xffffffff, x, d);
            __syncthreads();
            return x;
          }
          """;

  /**
   * What NVRTC 11.8 loads by name, which JavaCPP, whose bindings are of 11.2, does not take out of
   * the jar beside it.
   */
  private static final String BUILTINS =
      File.separatorChar == '\\' ? "nvrtc-builtins64_118.dll" : "libnvrtc-builtins.so.11.8";

  private static final Cleaner CLEANER = Cleaner.create();

  private final StringBuilder text = new StringBuilder(PRELUDE);
  private int kernels;
  private @Nullable CUmod_st loaded;

  /** A number in CUDA C, to its last bit. */
  static String number(float number) {
    return "__int_as_float(" + Float.floatToRawIntBits(number) + ")";
  }

  /**
   * Adds a kernel.
   *
   * @param parameters and {@code body} in CUDA C
   * @return its name
   * @throws IllegalStateException if one of the module's kernels ran already
   */
  String add(String parameters, String body) {
    if (loaded != null) {
      throw new IllegalStateException("The module is compiled: kernels are added before any runs.");
    }
    var name = "kernel" + kernels++;
    text.append("extern \"C\" __global__ void %s(%s) {\n%s}\n".formatted(name, parameters, body));
    return name;
  }

  /** The kernel called {@code name}, compiled for the card of {@code cuda}. */
  CUfunc_st function(Cuda cuda, String name) {
    if (loaded == null) {
      loaded = load(cuda.device());
    }
    var function = new CUfunc_st();
    Cuda.done("cuModuleGetFunction", cuModuleGetFunction(function, loaded, name));
    return function;
  }

  private CUmod_st load(int device) {
    var module = new CUmod_st();
    Cuda.done("cuModuleLoadData", cuModuleLoadData(module, compile(device)));
    CLEANER.register(
        this,
        () -> {
          cudaSetDevice(device);
          cudaFree(null); // makes the card's context this thread's own
          cuModuleUnload(module);
        });
    return module;
  }

  private static void loadBuiltins() {
    var folder = "/org/bytedeco/cuda/" + Loader.getPlatform() + "/";
    if (nvrtc.class.getResource(folder + BUILTINS) == null) {
      return;
    }
    try {
      System.load(Loader.cacheResource(nvrtc.class, folder + BUILTINS).getAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BytePointer compile(int device) {
    loadBuiltins();
    var program = new _nvrtcProgram();
    Cuda.done(
        "nvrtcCreateProgram",
        nvrtcCreateProgram(
            program,
            new BytePointer(text.toString()),
            new BytePointer("zoo.cu"),
            0,
            (PointerPointer<?>) null,
            (PointerPointer<?>) null));
    int own = capability(device);
    int newest = newestUpTo(own);
    // A driver takes machine code of a later CUDA than its own, but no later PTX.
    boolean isOwn = newest == own;
    var options =
        new BytePointer[] {
          new BytePointer("--gpu-architecture=" + (isOwn ? "sm_" : "compute_") + newest),
          new BytePointer("--fmad=false")
        };
    int code = nvrtcCompileProgram(program, options.length, new PointerPointer<>(options));
    if (code != 0) {
      throw new IllegalStateException("NVRTC refuses a kernel: " + log(program));
    }
    var size = new SizeTPointer(1);
    Cuda.done(
        "nvrtcGetSize", isOwn ? nvrtcGetCUBINSize(program, size) : nvrtcGetPTXSize(program, size));
    var image = new BytePointer(size.get());
    Cuda.done("nvrtcGet", isOwn ? nvrtcGetCUBIN(program, image) : nvrtcGetPTX(program, image));
    Cuda.done("nvrtcDestroyProgram", nvrtcDestroyProgram(program));
    return image;
  }

  private static String log(_nvrtcProgram program) {
    var size = new SizeTPointer(1);
    Cuda.done("nvrtcGetProgramLogSize", nvrtcGetProgramLogSize(program, size));
    var log = new BytePointer(size.get());
    Cuda.done("nvrtcGetProgramLog", nvrtcGetProgramLog(program, log));
    return log.getString();
  }

  private static int capability(int device) {
    var ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    return 10 * ops.getDeviceMajor(device) + ops.getDeviceMinor(device);
  }

  /** The newest architecture that NVRTC knows up to {@code own}. */
  private static int newestUpTo(int own) {
    var count = new int[1];
    Cuda.done("nvrtcGetNumSupportedArchs", nvrtcGetNumSupportedArchs(count));
    var known = new int[count[0]];
    Cuda.done("nvrtcGetSupportedArchs", nvrtcGetSupportedArchs(known));
    return Arrays.stream(known).filter(arch -> arch <= own).max().orElse(known[0]);
  }
}
