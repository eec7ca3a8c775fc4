package org.latentzoo.nativebuild;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.check.UserException;

/** Verdicts on machines as {@code nvidia-smi} describes them. */
class CudaSurveyTest {
  private static final String A100 =
      "0, GPU-5a1b2c3d-0000-1111-2222-333344445555, NVIDIA A100-SXM4-40GB, 8.0, 40960, 535.183.01";
  private static final String H100 =
      "1, GPU-77777777-0000-1111-2222-333344445555, NVIDIA H100 80GB HBM3, 9.0, 81559, 535.183.01";
  private static final Map<String, String> LIBRARIES =
      CudaFiles.NEEDED.stream().collect(Collectors.toMap(name -> name, name -> "/usr/lib/cuda"));

  private static CudaSurvey survey(@Nullable CudaBuild build, @Nullable String answer) {
    return new CudaSurvey(
        Optional.ofNullable(build), Optional.ofNullable(answer), null, null, LIBRARIES, null);
  }

  private static CudaSurvey seeing(String devices) {
    var answer = Optional.of(A100 + "\n" + H100 + "\n");
    return new CudaSurvey(
        Optional.of(CudaBuild.M2_1), answer, devices, "PCI_BUS_ID", LIBRARIES, null);
  }

  private static String refusal(CudaSurvey survey) {
    return assertThrows(UserException.class, survey::requireUsable).getMessage();
  }

  /** FINE, ADVICE where the driver compiles, PROBLEM; for -Pcuda and for -Pcuda-ptx. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NVIDIA GeForce GTX 680                             | 3.0  | PROBLEM | PROBLEM
          Tesla K40m                                         | 3.5  | PROBLEM | FINE
          Tesla K80                                          | 3.7  | FINE    | FINE
          NVIDIA GeForce GTX 750 Ti                          | 5.0  | FINE    | FINE
          NVIDIA GeForce GTX 980 Ti                          | 5.2  | FINE    | FINE
          Tesla P100-PCIE-16GB                               | 6.0  | FINE    | FINE
          NVIDIA GeForce GTX 1080 Ti                         | 6.1  | FINE    | FINE
          Tesla V100-SXM2-32GB                               | 7.0  | FINE    | FINE
          Tesla T4                                           | 7.5  | FINE    | FINE
          NVIDIA A100-SXM4-80GB                              | 8.0  | FINE    | FINE
          NVIDIA GeForce RTX 3090                            | 8.6  | FINE    | FINE
          NVIDIA GeForce RTX 4090                            | 8.9  | FINE    | FINE
          NVIDIA L4                                          | 8.9  | FINE    | FINE
          NVIDIA H100 80GB HBM3                              | 9.0  | PROBLEM | ADVICE
          NVIDIA GH200 480GB                                 | 9.0  | PROBLEM | ADVICE
          NVIDIA B200                                        | 10.0 | PROBLEM | ADVICE
          NVIDIA GeForce RTX 5090                            | 12.0 | PROBLEM | ADVICE
          NVIDIA RTX PRO 6000 Blackwell Workstation Edition  | 12.0 | PROBLEM | ADVICE
          """)
  void judgesCards(String name, String capability, String cuda, String ptx) {
    var line = "0, GPU-0123abcd, %s, %s, 24576, 570.124.06\n".formatted(name, capability);
    assertEquals(cuda, verdict(survey(CudaBuild.M2_1, line)));
    assertEquals(ptx, verdict(survey(CudaBuild.M1_1, line)));
  }

  private static String verdict(CudaSurvey survey) {
    return verdict(survey, "Card 0");
  }

  private static String verdict(CudaSurvey survey, String subject) {
    var card =
        survey.findings().stream()
            .filter(f -> f.subject().equals(subject))
            .findFirst()
            .orElseThrow();
    assertEquals(card.level() == Finding.Level.FINE, card.remedy().isEmpty());
    return card.level().name();
  }

  @Test
  void namesTheOtherLibraryForACardThatThisOneHasNoCodeFor() {
    assertEquals(
        "Card 1: NVIDIA H100 80GB HBM3 (sm_90, 80 GiB), for which nd4j-cuda-11.6 has no code: it holds machine code for sm_37, sm_50, sm_52, sm_60, sm_61, sm_70, sm_75, sm_80, sm_86. Use the other library, ZOO_PROFILES=cuda-ptx with the launcher, -Pcuda-ptx with Maven, or compute on the CPU: JAVA_OPTS=-Dzoo.native=cpu.",
        refusal(survey(CudaBuild.M2_1, H100)));
  }

  @Test
  void refusesWhereThereIsNoDriver() {
    assertEquals(
        "NVIDIA driver: not found: there is no nvidia-smi on the PATH. Install NVIDIA's driver (Debian: apt install nvidia-driver nvidia-smi), or compute on the CPU: JAVA_OPTS=-Dzoo.native=cpu.",
        refusal(survey(CudaBuild.M2_1, null)));
  }

  /** What old drivers, and drivers that lost their card, say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Field "compute_cap" is not a valid field to query.
          No devices were found
          NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.
          Unable to determine the device handle for GPU 0000:01:00.0: Unknown Error
          """)
  void repeatsWhatTheDriverSaysInstead(String said) {
    assertTrue(refusal(survey(CudaBuild.M2_1, said + "\n")).contains("nvidia-smi says: " + said));
  }

  @Test
  void refusesADriverThatIsOlderThanCuda11() {
    var old = "0, GPU-0123abcd, Tesla V100-SXM2-16GB, 7.0, 16160, 418.226.00";
    var message = refusal(survey(CudaBuild.M2_1, old));
    assertTrue(message.contains("CUDA 11 needs 450.80.02"), message);
    var oldest = "0, GPU-0123abcd, Tesla V100-SXM2-16GB, 7.0, 16160, 450.80.02";
    assertDoesNotThrow(survey(CudaBuild.M2_1, oldest)::requireUsable);
  }

  @Test
  void namesEachMissingLibrary() {
    var some = Map.of("libcudart.so.11.0", "/usr/lib/cuda", "libcublas.so.11", "/usr/lib/cuda");
    var survey =
        new CudaSurvey(Optional.of(CudaBuild.M1_1), Optional.of(A100), null, null, some, null);
    var message = refusal(survey);
    assertTrue(message.contains("not found: libcublasLt.so.11, libcusolver.so.11"), message);
    assertTrue(message.contains("-Pcuda-ptx,cuda-redist"), message);
  }

  /** Of an A100 at 0, which nd4j-cuda-11.6 serves, and an H100 at 1, which it does not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                 | NVIDIA A100-SXM4-40GB
          0,-1,1            | NVIDIA A100-SXM4-40GB
          GPU-5a1b          | NVIDIA A100-SXM4-40GB
          """)
  void computesOnWhatTheEnvironmentLeaves(String devices, String name) {
    assertDoesNotThrow(seeing(devices)::requireUsable);
    assertEquals(name, seeing(devices).card().orElseThrow().name());
  }

  @Test
  void seesTheCardsInTheOrderOfTheEnvironment() {
    assertEquals(
        List.of("NVIDIA H100 80GB HBM3", "NVIDIA A100-SXM4-40GB"),
        Card.visible(Card.parse(A100 + "\n" + H100), "1, 0").stream().map(Card::name).toList());
  }

  @Test
  void refusesWhereTheEnvironmentHidesAllCards() {
    assertTrue(refusal(seeing("-1")).startsWith("CUDA_VISIBLE_DEVICES: '-1' hides all 2 cards. "));
    assertTrue(refusal(seeing("")).startsWith("CUDA_VISIBLE_DEVICES: '' hides all 2 cards. "));
  }

  @Test
  void tellsACpuBuildOfTheCardThatLiesIdle() {
    var found = survey(null, H100).findings();
    assertEquals(1, found.size());
    assertEquals(Finding.Level.ADVICE, found.get(0).level());
    assertTrue(found.get(0).remedy().contains("-Pcuda-ptx"), found.get(0).remedy());
    assertEquals(List.of(), survey(null, null).findings());
  }

  @ParameterizedTest
  @CsvSource({"4294967296, FINE", "256, ADVICE", "large, ADVICE"})
  void keepsACompiledLibraryIfTheCacheIsLargeEnough(String cache, String level) {
    var h100 = Optional.of(H100);
    var cached = new CudaSurvey(Optional.of(CudaBuild.M1_1), h100, null, null, LIBRARIES, cache);
    assertEquals(level, verdict(cached, "Card 1"));
  }

  @Test
  void wantsUnlikeCardsCountedInTheDriversOrder() {
    var answer = Optional.of(A100 + "\n" + H100 + "\n");
    var survey = new CudaSurvey(Optional.of(CudaBuild.M1_1), answer, "0", null, LIBRARIES, null);
    assertTrue(refusal(survey).startsWith("CUDA_DEVICE_ORDER: "), refusal(survey));
  }

  @Test
  void saysHowToHideACardBesideOneThatIsServed() {
    assertTrue(refusal(seeing("0,1")).endsWith("Hide it: export CUDA_VISIBLE_DEVICES=0."));
  }

  @Test
  void findsLibrariesInTheLinkersCache() {
    var listing =
        """
        1234 libs found in cache `/etc/ld.so.cache'
        	libcublasLt.so.11 (libc6,x86-64) => /usr/local/cuda-11.8/lib64/libcublasLt.so.11
        	libcublas.so.11 (libc6,x86-64) => /usr/lib/x86_64-linux-gnu/libcublas.so.11
        """;
    assertEquals(
        Optional.of("/usr/lib/x86_64-linux-gnu"), CudaFiles.cached(listing, "libcublas.so.11"));
    assertEquals(Optional.empty(), CudaFiles.cached(listing, "libcusolver.so.11"));
  }
}
