package org.latentzoo.nativebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.factory.Nd4j;

class NativeBuildTest {
  private static final Set<Build> ALL = EnumSet.allOf(Build.class);

  /** The telling part of the flags line of real processors. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Core 2 Duo | plain         | fpu mmx fxsr sse sse2 ss ht syscall nx lm constant_tsc pni ssse3 cx16 lahf_lm
          Ivy Bridge | onednn        | sse4_1 sse4_2 popcnt aes xsave avx f16c rdrand lahf_lm fsgsbase smep erms
          Haswell    | onednn-avx2   | sse4_1 sse4_2 movbe popcnt aes avx f16c rdrand lahf_lm abm fma bmi1 avx2 bmi2 invpcid
          Knights L. | onednn-avx2   | sse4_1 avx f16c abm fma bmi1 avx2 bmi2 avx512f avx512pf avx512er avx512cd
          Skylake-X  | onednn-avx512 | sse4_1 avx f16c abm fma bmi1 hle avx2 bmi2 avx512f avx512dq clwb avx512cd avx512bw avx512vl
          Zen 2      | onednn-avx2   | sse4a sse4_1 avx f16c abm fma bmi1 avx2 bmi2 clwb sha_ni rdpid
          Zen 5      | onednn-avx512 | sse4a sse4_1 avx f16c abm fma bmi1 avx2 bmi2 avx512f avx512dq avx512ifma avx512cd avx512bw avx512vl avx_vnni avx512_bf16 avx512_vp2intersect
          """)
  void picksTheFastestBuildTheProcessorRuns(String processor, String expected, String flags) {
    var pick = NativeBuild.pick(NativeBuild.flagsOf("flags\t\t: " + flags), ALL, null);
    assertEquals(expected, pick.label(), processor);
  }

  @Test
  void picksPlainOnArmWhichHasNoFlagsLine() {
    var flags = NativeBuild.flagsOf("processor\t: 0\nFeatures\t: fp asimd sve2 i8mm bf16\n");
    assertEquals(Build.PLAIN, NativeBuild.pick(flags, Set.of(Build.PLAIN), null));
  }

  @Test
  void picksOnlyWhatIsOnTheClassPath() {
    var flags = NativeBuild.flagsOf("flags : sse4_1 avx f16c abm fma bmi1 avx2 bmi2");
    var pick = NativeBuild.pick(flags, EnumSet.of(Build.AVX2, Build.AVX512, Build.PLAIN), null);
    assertEquals(Build.AVX2, pick);
  }

  @Test
  void takesTheBuildAskedFor() {
    var flags = NativeBuild.flagsOf("flags : sse4_1 avx f16c abm fma bmi1 avx2 bmi2");
    assertEquals(Build.ONEDNN, NativeBuild.pick(flags, ALL, "onednn"));
  }

  @Test
  void refusesWhatCannotBeHad() {
    var none = Set.<String>of();
    var unknown = message(none, ALL, "avx51");
    assertTrue(unknown.contains("'avx51'") && unknown.contains("Did you mean 'avx512'"), unknown);
    var unrunnable = message(none, ALL, "avx2");
    assertTrue(unrunnable.contains("abm, avx, avx2, bmi1, bmi2, f16c, fma, sse4_1"), unrunnable);
    var absent = message(Set.of("sse4_1"), Set.of(Build.PLAIN), "onednn");
    assertTrue(absent.contains("which has: plain"), absent);
  }

  /** The hook alone: nothing in this module's tests calls choose() before ND4J starts. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void nd4jLoadsTheChosenLibrary() throws IOException {
    Nd4j.scalar(1.0f);
    var name = NativeBuild.current().name();
    var folder = name.equals("plain") ? "linux-[a-z0-9_]*" : "linux-[a-z0-9_]*-" + name;
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      assertTrue(lines.anyMatch(l -> l.matches(".*/" + folder + "/libnd4jcpu\\.so")), name);
    }
  }

  private static String message(Set<String> flags, Set<Build> available, String asked) {
    var error = assertThrows(UserException.class, () -> NativeBuild.pick(flags, available, asked));
    return String.valueOf(error.getMessage());
  }
}
