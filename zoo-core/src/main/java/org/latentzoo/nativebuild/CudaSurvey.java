package org.latentzoo.nativebuild;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What ND4J's CUDA library finds on a machine, and what is wrong with it.
 *
 * @param build the library on the class path, if any
 * @param answer of {@code nvidia-smi} to {@link Card#QUERY}; empty where there is no such program
 * @param devices CUDA_VISIBLE_DEVICES, null if not set
 * @param order CUDA_DEVICE_ORDER, null if not set
 * @param libraries where each of NVIDIA's libraries that are needed is; those not found have no key
 * @param cache CUDA_CACHE_MAXSIZE, null if not set
 */
record CudaSurvey(
    Optional<CudaBuild> build,
    Optional<String> answer,
    @Nullable String devices,
    @Nullable String order,
    Map<String, String> libraries,
    @Nullable String cache) {

  /** The first driver that runs CUDA 11. */
  private static final String OLDEST_DRIVER = "450.80.02";

  /** The largest cache of compiled code that the driver can be told to keep, in bytes. */
  private static final String CACHE = "4294967296";

  private static final String ON_CPU = "or compute on the CPU: JAVA_OPTS=-Dzoo.native=cpu";

  /** The machine and the environment that this program runs in. */
  static CudaSurvey current() {
    return new CudaSurvey(
        CudaBuild.onClassPath(),
        CudaFiles.driverAnswer(),
        System.getenv("CUDA_VISIBLE_DEVICES"),
        System.getenv("CUDA_DEVICE_ORDER"),
        CudaFiles.libraries(),
        System.getenv("CUDA_CACHE_MAXSIZE"));
  }

  /** Refuses what keeps the library from running, with the first reason. */
  void requireUsable() {
    findings().stream()
        .filter(f -> f.level() == Finding.Level.PROBLEM)
        .findFirst()
        .ifPresent(
            problem -> {
              throw problem.refusal();
            });
  }

  /** The card that a process computes on first. */
  Optional<Card> card() {
    return cards().stream().findFirst();
  }

  private List<Card> cards() {
    return Card.visible(Card.parse(answer.orElse("")), devices);
  }

  /** All that was looked at, from the library to the cards. */
  List<Finding> findings() {
    return build.map(this::ofBuild).orElseGet(this::unused);
  }

  /** The cards alone, where nothing is to be computed on them. */
  List<Finding> unused() {
    return cards().stream().map(CudaSurvey::unused).toList();
  }

  private static Finding unused(Card card) {
    var value = card + ", not used";
    return CudaBuild.serving(card.capability())
        .map(b -> Finding.advice(subject(card), value, "To use it: " + profiles(b.profile()) + "."))
        .orElseGet(() -> Finding.fine(subject(card), card + ", too old for ND4J"));
  }

  private List<Finding> ofBuild(CudaBuild library) {
    var findings = new ArrayList<Finding>();
    findings.add(Finding.fine("CUDA library", library.artifact() + ", " + library.contents()));
    var all = Card.parse(answer.orElse(""));
    if (answer.isEmpty()) {
      findings.add(
          Finding.problem(
              "NVIDIA driver",
              "not found: there is no nvidia-smi on the PATH",
              "Install NVIDIA's driver (Debian: apt install nvidia-driver nvidia-smi), "
                  + ON_CPU
                  + "."));
    } else if (all.isEmpty()) {
      var said = answer.get().lines().findFirst().orElse("nothing").strip();
      findings.add(
          Finding.problem(
              "NVIDIA driver",
              "describes no card, nvidia-smi says: " + said,
              "Mend or update the driver until `nvidia-smi --query-gpu=name,compute_cap --format=csv` lists a card, "
                  + ON_CPU
                  + "."));
    } else if (cards().isEmpty()) {
      findings.add(
          Finding.problem(
              "CUDA_VISIBLE_DEVICES",
              "'%s' hides all %d cards".formatted(devices, all.size()),
              "Unset it, " + ON_CPU + "."));
    }
    if (isOrderUnknown(all)) {
      findings.add(
          Finding.problem(
              "CUDA_DEVICE_ORDER",
              "not PCI_BUS_ID, so CUDA may count these unlike cards otherwise than the driver",
              "export CUDA_DEVICE_ORDER=PCI_BUS_ID."));
    }
    cards().forEach(card -> findings.add(ofCard(library, card)));
    findings.add(ofLibraries(library));
    return findings;
  }

  private boolean isOrderUnknown(List<Card> all) {
    return !"PCI_BUS_ID".equals(order) && all.stream().map(Card::name).distinct().count() > 1;
  }

  private Finding ofLibraries(CudaBuild library) {
    var missing = CudaFiles.NEEDED.stream().filter(name -> !libraries.containsKey(name)).toList();
    return missing.isEmpty()
        ? Finding.fine("CUDA libraries", String.join(", ", new TreeSet<>(libraries.values())))
        : Finding.problem(
            "CUDA libraries",
            "not found: " + String.join(", ", missing),
            "Have Maven fetch them, %s, or add a CUDA 11 toolkit's folder to LD_LIBRARY_PATH."
                .formatted(profiles(library.profile() + ",cuda-redist")));
  }

  private Finding ofCard(CudaBuild library, Card card) {
    var driver = card + ", driver " + card.driver();
    if (Arrays.compare(version(card.driver()), version(OLDEST_DRIVER)) < 0) {
      return Finding.problem(
          subject(card),
          driver + ", and CUDA 11 needs " + OLDEST_DRIVER,
          "Update NVIDIA's driver, " + ON_CPU + ".");
    }
    return switch (library.service(card.capability())) {
      case READY -> Finding.fine(subject(card), driver);
      case COMPILED -> compiled(card, driver);
      case NONE ->
          Finding.problem(
              subject(card),
              "%s, for which %s has no code: it holds %s"
                  .formatted(card, library.artifact(), library.contents()),
              hidden(library)
                  .or(() -> CudaBuild.serving(card.capability()).map(CudaSurvey::other))
                  .orElse(
                      "No release of ND4J serves it: compute on the CPU: JAVA_OPTS=-Dzoo.native=cpu."));
    };
  }

  private static String other(CudaBuild library) {
    return "Use the other library, %s, %s.".formatted(profiles(library.profile()), ON_CPU);
  }

  /** Where another card is served, this one need not be seen. */
  private Optional<String> hidden(CudaBuild library) {
    return cards().stream()
        .filter(c -> library.service(c.capability()) != CudaBuild.Service.NONE)
        .findFirst()
        .map(c -> "Hide it: export CUDA_VISIBLE_DEVICES=%d.".formatted(c.index()));
  }

  /** The cache must hold the compiled library, or every start compiles it again. */
  private Finding compiled(Card card, String driver) {
    var value = driver + ", which compiles the library at the first start, for minutes";
    return cache == null || !cache.matches("\\d{10,18}")
        ? Finding.advice(
            subject(card),
            value,
            "So that it keeps the result: export CUDA_CACHE_MAXSIZE=" + CACHE + ".")
        : Finding.fine(subject(card), value);
  }

  private static String subject(Card card) {
    return "Card " + card.index();
  }

  private static String profiles(String profiles) {
    return "ZOO_PROFILES=%s with the launcher, -P%s with Maven".formatted(profiles, profiles);
  }

  private static int[] version(String text) {
    return Arrays.stream(text.split("\\."))
        .map(part -> part.replaceAll("\\D", ""))
        .mapToInt(digits -> digits.isEmpty() ? 0 : Integer.parseInt(digits))
        .toArray();
  }
}
