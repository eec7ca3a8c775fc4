package org.latentzoo.examples.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.latentzoo.run.RunRecord;

/** What the metrics of a run are in. */
final class Units {
  private static final String NATS = "nats";

  /** Measures that tell what a loss is in. */
  private static final List<String> MEASURES =
      List.of("elbo", "log_likelihood", "energy", "squared_error", "standardized_squared_error");

  /** Terms of losses in nats. */
  private static final Set<String> TERMS =
      Set.of(
          "reconstruction",
          "kl",
          "log_base",
          "log_determinant",
          "energy_generated",
          "energy_data",
          "energy_loss",
          "entropy",
          "adversarial_loss",
          "critic_loss",
          "critic_energy");

  /** Those of them that the loss itself is made of. */
  private static final Set<String> OWN =
      Set.of("kl", "validation_kl", "log_determinant", "entropy");

  private static final String VALIDATION = "validation_";

  private static final Map<String, String> OTHERS =
      Map.of(
          "energy_accuracy", "share",
          "critic_accuracy", "share",
          "diversity", "ratio of variances",
          "energy_steepness", "nats / \u221acolumns",
          "latent_mmd", "squared MMD");

  private Units() {}

  /** The units of the metrics called {@code names}, those of validation rows being the same. */
  static Map<String, String> of(Set<String> names, RunRecord run) {
    var units = new LinkedHashMap<String, String>();
    for (var metric : names) {
      var name = metric.startsWith(VALIDATION) ? metric.substring(VALIDATION.length()) : metric;
      var unit =
          TERMS.contains(name)
              ? NATS
              : name.equals("loss") ? loss(names, run) : OTHERS.getOrDefault(name, "");
      if (!unit.isEmpty()) {
        units.put(name, unit);
      }
    }
    return units;
  }

  private static String loss(Set<String> names, RunRecord run) {
    var measured = run.evaluation().map(e -> e.path("metrics"));
    return MEASURES.stream()
        .flatMap(name -> measured.map(m -> m.path(name).path("unit").asText()).stream())
        .filter(unit -> !unit.isEmpty())
        .findFirst()
        .orElse(names.stream().anyMatch(OWN::contains) ? NATS : "");
  }

  /** What the loss of a run is in, if its evaluation tells. */
  static String loss(RunRecord run) {
    return loss(Set.of(), run);
  }
}
