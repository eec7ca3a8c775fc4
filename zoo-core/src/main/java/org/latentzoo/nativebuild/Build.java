package org.latentzoo.nativebuild;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The builds of ND4J's CPU library, fastest first, with the processor flags each one needs. */
enum Build {
  ONEDNN_AVX512(Flags.AVX512),
  ONEDNN_AVX2(Flags.AVX2),
  ONEDNN(Flags.SSE41),
  AVX512(Flags.AVX512),
  AVX2(Flags.AVX2),
  PLAIN("");

  /** As Linux spells them: what the compiler may use when told AVX2, or AVX-512 for servers. */
  private static final class Flags {
    static final String SSE41 = "sse4_1";
    static final String AVX2 = "sse4_1 avx avx2 fma f16c bmi1 bmi2 abm";
    static final String AVX512 = AVX2 + " avx512f avx512dq avx512bw avx512vl avx512cd";
  }

  private final String needs;

  Build(String needs) {
    this.needs = needs;
  }

  /** The name a user gives in {@code -Dzoo.native}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The ending of the folder and of the jar's classifier; empty for the plain build. */
  String extension() {
    return this == PLAIN ? "" : "-" + label();
  }

  boolean runsOn(Set<String> flags) {
    return missing(flags).isEmpty();
  }

  /** The needed flags that the processor lacks, in alphabetical order. */
  List<String> missing(Set<String> flags) {
    return Arrays.stream(needs.split(" "))
        .filter(f -> !f.isEmpty() && !flags.contains(f))
        .sorted()
        .toList();
  }

  static Optional<Build> named(String label) {
    return Arrays.stream(values()).filter(b -> b.label().equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Build::label).toList();
  }
}
