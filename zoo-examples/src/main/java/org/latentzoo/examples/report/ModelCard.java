package org.latentzoo.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.latentzoo.run.RunRecord;
import org.latentzoo.run.TrainedModel;

/** What a model is, was trained on, reaches and is for, in Markdown (Mitchell et al. 2019). */
public final class ModelCard {
  private static final String UNKNOWN = "not known to the zoo: ask whoever the data come from";

  private ModelCard() {}

  /**
   * The card of a trained model.
   *
   * @param picture a path of a picture, as seen from where the card will be
   */
  public static String of(
      String name, RunRecord record, TrainedModel model, Optional<String> picture) {
    var preset = record.preset();
    long parameters =
        model.instance().parameters().values().stream().mapToLong(p -> p.length()).sum();
    var rows = record.manifest().path("rows");
    return """
        # %s

        %s

        %s## Model

        %s; %,d parameters. Rows of %,d numbers.

        ## Figures

        %s

        ## Data

        - Source: `%s`
        - Rows: %,d training, %,d validation, %,d test
        - Licence: %s
        - SHA-256 of the features: `%s`

        ## Intended use

        To study, teach and compare latent-variable generative models. What it draws looks like its
        training data and states no facts; figures hold for rows of the same source, scale and
        binarisation. Not for decisions about people.

        ## Training

        Seed %d, Latent Zoo %s, DL4J %s, Java %s, %s. Train it again with `zoo train config.yaml`, where
        `config.yaml` is

        ```yaml
        %s```

        ## Licence

        The zoo's code is under Apache-2.0; the weights are learnt from the data above.
        """
        .formatted(
            escaped(name),
            escaped(preset.about()),
            picture.map(path -> "![What the model draws](<%s>)\n\n".formatted(path)).orElse(""),
            escaped(preset.type().name() + ": " + preset.type().summary()),
            parameters,
            model.columns(),
            record.evaluation().map(ModelCard::figures).orElse("Not measured yet."),
            code(preset.data().source()),
            rows.path("train").asLong(),
            rows.path("validation").asLong(),
            rows.path("test").asLong(),
            escaped(preset.data().licence().orElse(UNKNOWN)),
            record.manifest().path("data_sha256").asText(),
            preset.seed(),
            version(record, "zoo"),
            version(record, "dl4j"),
            version(record, "java"),
            escaped(record.manifest().path("processor").asText()),
            // A fence in a setting would end the block.
            preset.toYaml().replace("```", "'''"));
  }

  private static String figures(JsonNode evaluation) {
    var lines =
        evaluation.path("metrics").properties().stream()
            .map(
                e ->
                    "| %s | %s | %s |"
                        .formatted(e.getKey(), value(e.getValue()), unit(e.getValue())))
            .collect(Collectors.joining("\n"));
    return String.format(
        Locale.ROOT,
        "%,d rows: %s; mean ± standard error.%n%n| metric | value | unit |%n|---|---|---|%n%s",
        evaluation.path("rows").asLong(),
        escaped(evaluation.path("of").asText()),
        lines);
  }

  private static String value(JsonNode metric) {
    return Numbers.withError(
        metric.path("mean").asDouble(Double.NaN),
        metric.path("standard_error").asDouble(Double.NaN));
  }

  private static String unit(JsonNode metric) {
    return escaped(metric.path("unit").asText());
  }

  private static String version(RunRecord record, String of) {
    return escaped(record.manifest().path("versions").path(of).asText("unknown"));
  }

  /** Text that Markdown takes for nothing else; HTML is none of it. */
  static String escaped(String text) {
    return text.replaceAll("\\s+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("([\\\\`*_\\[\\]#|!>~])", "\\\\$1");
  }

  private static String code(String text) {
    return text.replace("`", "'").replaceAll("\\s+", " ");
  }
}
