package org.latentzoo.nativebuild;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * ND4J's libraries for NVIDIA cards and the code that each one holds, as found in the fat binaries
 * of its {@code libnd4jcuda.so}.
 *
 * <p>Machine code for capability M.m runs on the cards M.n, n &ge; m. PTX is compiled by the driver
 * for any card from its own capability on.
 */
enum CudaBuild {
  M2_1("cuda", "nd4j-cuda-11.6", null, 37, 50, 52, 60, 61, 70, 75, 80, 86),
  M1_1("cuda-ptx", "nd4j-cuda-11.2", Capability.sm(86), 35, 50, 52, 60, 61, 70, 75, 80, 86);

  /** What a card gets. */
  enum Service {
    /** The library has its machine code. */
    READY,
    /** The driver compiles the library when it is first used. */
    COMPILED,
    NONE
  }

  private final String profile;
  private final String artifact;
  private final @Nullable Capability ptx;
  private final List<Capability> code;

  CudaBuild(String profile, String artifact, @Nullable Capability ptx, int... code) {
    this.profile = profile;
    this.artifact = artifact;
    this.ptx = ptx;
    this.code = IntStream.of(code).mapToObj(Capability::sm).toList();
  }

  /** The Maven profile that puts it on the class path. */
  String profile() {
    return profile;
  }

  /** The Maven artifact. */
  String artifact() {
    return artifact;
  }

  Service service(Capability card) {
    if (code.stream().anyMatch(c -> c.major() == card.major() && c.minor() <= card.minor())) {
      return Service.READY;
    }
    return ptx != null && ptx.compareTo(card) <= 0 ? Service.COMPILED : Service.NONE;
  }

  /** What it holds, {@code machine code for sm_37, sm_50 and PTX for sm_86}. */
  String contents() {
    var names = String.join(", ", code.stream().map(Capability::toString).toList());
    return "machine code for " + names + (ptx == null ? "" : " and PTX for " + ptx);
  }

  /** The one on the class path. */
  static Optional<CudaBuild> onClassPath() {
    var loader = CudaBuild.class.getClassLoader();
    return Arrays.stream(values())
        .filter(b -> loader.getResource(b.properties()) != null)
        .findFirst();
  }

  /** A build that serves {@code card}, machine code before PTX. */
  static Optional<CudaBuild> serving(Capability card) {
    return Arrays.stream(values())
        .filter(b -> b.service(card) != Service.NONE)
        .min((a, b) -> a.service(card).compareTo(b.service(card)));
  }

  private String properties() {
    return "META-INF/maven/org.nd4j/" + artifact + "/pom.properties";
  }
}
