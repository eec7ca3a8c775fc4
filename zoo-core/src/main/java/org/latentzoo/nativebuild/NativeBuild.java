package org.latentzoo.nativebuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.Names;
import org.latentzoo.check.UserException;

/**
 * Chooses ND4J's native build before ND4J loads: the one for NVIDIA cards where it is on the class
 * path, otherwise the first of onednn-avx512, onednn-avx2, onednn, avx512, avx2, plain that is
 * there and that the processor can run.
 *
 * <p>{@code -Dzoo.native=avx2} asks for one by name, {@code cpu} for the best of the processor's.
 * This class touches neither ND4J nor JavaCPP, so calling it loads no library; {@link
 * NativeBuildHook} calls it for whoever forgot to.
 */
public final class NativeBuild {
  private static final String ASKED = "zoo.native";
  private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";
  private static final String CPU = "cpu";
  private static final String CUDA = "cuda";

  private static @Nullable Choice current;

  private NativeBuild() {}

  /**
   * What runs: {@code name} is the build ("onednn-avx512"; "none" when no CPU build is on the class
   * path) or the card's library and the card, {@code onCard} whether it is the latter, {@code
   * byProperty} whether a system property asked for it.
   */
  public record Choice(String name, boolean onCard, boolean byProperty) {}

  /**
   * Chooses once; later calls do nothing.
   *
   * @throws UserException if the {@code zoo.native} asked for cannot be had, or if the library for
   *     NVIDIA cards is on the class path and something keeps it from running
   */
  public static synchronized void choose() {
    if (current != null) {
      return;
    }
    var asked = System.getProperty(ASKED, "");
    var cuda = CudaBuild.onClassPath();
    if (asked.equals(CUDA) && cuda.isEmpty()) {
      throw new UserException(
          "Native build 'cuda' (-Dzoo.native) is not on the class path. Build with ZOO_PROFILES=cuda, or cuda-ptx (zoo doctor says which).");
    }
    boolean onCard = cuda.isPresent() && (asked.isEmpty() || asked.equals(CUDA));
    var forProcessor = chooseCpu(onCard || asked.equals(CPU) ? "" : asked);
    current = onCard ? chooseCard(cuda.get(), !asked.isEmpty()) : forProcessor;
  }

  /**
   * NVIDIA's cards, driver and libraries on this machine, and what keeps ND4J from computing on
   * them; nothing where there is neither a card nor the library for it.
   */
  public static synchronized List<Finding> cards() {
    var survey = CudaSurvey.current();
    return current != null && !current.onCard() ? survey.unused() : survey.findings();
  }

  private static Choice chooseCard(CudaBuild build, boolean byProperty) {
    var survey = CudaSurvey.current();
    survey.requireUsable();
    var card = survey.card().map(Card::name).orElseThrow();
    return new Choice(build.artifact() + " on " + card, true, byProperty);
  }

  /** Has JavaCPP take a build that the processor can run, also where this ends by refusing. */
  private static Choice chooseCpu(String asked) {
    var preset = System.getProperty(EXTENSION);
    if (preset != null) {
      return new Choice(preset.isEmpty() ? "plain" : preset.substring(1), false, true);
    }
    var available = available();
    if (available.isEmpty()) {
      return new Choice("none", false, false);
    }
    var flags = processorFlags();
    var choice = use(pick(flags, available, null), false);
    return asked.isEmpty() ? choice : use(pick(flags, available, asked), true);
  }

  /** The build in use, chosen now if it was not yet. */
  public static synchronized Choice current() {
    choose();
    if (current == null) {
      throw new IllegalStateException("choose() leaves a choice");
    }
    return current;
  }

  private static Choice use(Build build, boolean byProperty) {
    System.setProperty(EXTENSION, build.extension());
    return new Choice(build.label(), false, byProperty);
  }

  /**
   * The fastest of {@code available} that runs with {@code flags}, or the one {@code asked} for.
   */
  static Build pick(Set<String> flags, Set<Build> available, @Nullable String asked) {
    if (asked == null) {
      return Arrays.stream(Build.values())
          .filter(b -> available.contains(b) && b.runsOn(flags))
          .findFirst()
          .orElse(Build.PLAIN);
    }
    var build =
        Build.named(asked)
            .orElseThrow(() -> Names.unknown("native build (-Dzoo.native)", asked, labels()));
    if (!build.runsOn(flags)) {
      throw new UserException(
          "Native build '%s' (-Dzoo.native) needs processor flags that are not there: %s. Use %s."
              .formatted(
                  asked,
                  String.join(", ", build.missing(flags)),
                  pick(flags, available, null).label()));
    }
    if (!available.contains(build)) {
      throw new UserException(
          "Native build '%s' (-Dzoo.native) is not on the class path, which has: %s. Use one of them."
              .formatted(
                  asked, available.stream().map(Build::label).collect(Collectors.joining(", "))));
    }
    return build;
  }

  private static List<String> labels() {
    return Stream.concat(Build.labels().stream(), Stream.of(CPU, CUDA)).toList();
  }

  /** The flags of the first processor in the text of {@code /proc/cpuinfo}; none on ARM. */
  static Set<String> flagsOf(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> Set.copyOf(Arrays.asList(line.replaceFirst("^flags\\s*:\\s*", "").split(" "))))
        .orElse(Set.of());
  }

  /** Linux only: the other systems have the plain build alone, which needs no flag. */
  private static Set<String> processorFlags() {
    try {
      return flagsOf(Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Set.of();
    }
  }

  private static Set<Build> available() {
    var loader = NativeBuild.class.getClassLoader();
    var library = System.mapLibraryName("jnind4jcpu");
    var found = EnumSet.noneOf(Build.class);
    for (var build : Build.values()) {
      if (loader.getResource(Release.NATIVES + platform() + build.extension() + "/" + library)
          != null) {
        found.add(build);
      }
    }
    return found;
  }

  /** JavaCPP's name of this platform, "linux-x86_64" say. */
  static String platform() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    var os = system.startsWith("mac") ? "macosx" : system.replaceFirst(" .*", "");
    var arch =
        switch (processor) {
          case "amd64", "x86-64", "x64" -> "x86_64";
          case "aarch64" -> "arm64";
          default -> processor;
        };
    return System.getProperty("org.bytedeco.javacpp.platform", os + "-" + arch);
  }
}
