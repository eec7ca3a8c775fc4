package org.latentzoo.nativebuild;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** NVIDIA's driver and libraries, as they lie on this machine. */
final class CudaFiles {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  /**
   * The libraries that ND4J, JavaCPP and the zoo load, by the names that CUDA 11.2 to 11.8 share.
   */
  static final List<String> NEEDED =
      WINDOWS
          ? List.of(
              "cudart64_110.dll",
              "cublas64_11.dll",
              "cublasLt64_11.dll",
              "cusolver64_11.dll",
              "cusparse64_11.dll",
              "nvrtc64_112_0.dll")
          : List.of(
              "libcudart.so.11.0",
              "libcublas.so.11",
              "libcublasLt.so.11",
              "libcusolver.so.11",
              "libcusolverMg.so.11",
              "libcusparse.so.11",
              "libnvrtc.so.11.2");

  /** Where JavaCPP's jars of NVIDIA's libraries keep them. */
  private static final String REDISTRIBUTED = "org/bytedeco/cuda/";

  private CudaFiles() {}

  /** Where each of the needed libraries is: "the class path" or a folder. */
  static Map<String, String> libraries() {
    var found = new TreeMap<String, String>();
    var folders = System.getProperty("java.library.path").split(File.pathSeparator);
    var linked =
        WINDOWS
            ? ""
            : output("ldconfig", "-p").orElseGet(() -> output("/sbin/ldconfig", "-p").orElse(""));
    for (var name : NEEDED) {
      var resource = REDISTRIBUTED + NativeBuild.platform() + "/" + name;
      if (CudaFiles.class.getClassLoader().getResource(resource) != null) {
        found.put(name, "the class path");
        continue;
      }
      Arrays.stream(folders)
          .filter(folder -> !folder.isEmpty() && Files.exists(Path.of(folder, name)))
          .findFirst()
          .or(() -> cached(linked, name))
          .ifPresent(folder -> found.put(name, folder));
    }
    return found;
  }

  /** The folder in a line of the linker's cache, {@code NAME (libc6,x86-64) => FOLDER/NAME}. */
  static Optional<String> cached(String listing, String name) {
    return listing
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(name + " ") && line.contains("=> "))
        .map(line -> line.substring(line.indexOf("=> ") + 3))
        .map(path -> path.substring(0, Math.max(1, path.lastIndexOf('/'))))
        .findFirst();
  }

  /** What {@code nvidia-smi} says of the cards; empty if there is no such program. */
  static Optional<String> driverAnswer() {
    return output("nvidia-smi", "--query-gpu=" + Card.QUERY, "--format=csv,noheader,nounits");
  }

  /** What a program prints within ten seconds; empty if it cannot be started. */
  private static Optional<String> output(String... command) {
    try {
      var file = Files.createTempFile("zoo", ".txt");
      try {
        var process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
        return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
