package org.latentzoo.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A run as its part of the page shows it.
 *
 * @param id of the part
 * @param status whether it is trained
 * @param shown whether the page opens with it
 * @param metrics what was measured, with its standard error and unit, by name
 * @param config every key
 * @param environment what the figures depend on
 */
public record RunView(
    String id,
    String name,
    String about,
    String status,
    boolean shown,
    String measured,
    Map<String, Figure> metrics,
    Map<String, String> config,
    Map<String, String> environment,
    List<PanelView> panels) {

  /** A panel with the id that its drawing has in the page's data. */
  public record PanelView(String id, Panel panel) {
    static List<PanelView> of(String owner, List<Panel> panels) {
      return IntStream.range(0, panels.size())
          .mapToObj(i -> new PanelView(owner + "-" + i, panels.get(i)))
          .toList();
    }
  }

  /** A number with its error, and what it is in. */
  public record Figure(String value, String unit) {}

  static RunView of(String id, Subject subject, boolean shown) {
    var record = subject.record();
    var metrics = new LinkedHashMap<String, Figure>();
    var evaluation = record.evaluation();
    evaluation.ifPresent(
        e ->
            e.path("metrics")
                .properties()
                .forEach(m -> metrics.put(m.getKey(), figure(m.getValue()))));
    int epochs = record.metrics().size();
    return new RunView(
        id,
        subject.name(),
        record.preset().about(),
        record.isFinished() ? "trained" : "in training, %d epochs so far".formatted(epochs),
        shown,
        evaluation
            .map(e -> "%,d rows: %s".formatted(e.path("rows").asLong(), e.path("of").asText()))
            .orElse(""),
        metrics,
        Facts.of(record.preset().toTree()),
        Facts.of(record.manifest()),
        PanelView.of(id, subject.panels()));
  }

  private static Figure figure(JsonNode metric) {
    double error = metric.path("standard_error").asDouble(Double.NaN);
    return new Figure(
        Numbers.withError(metric.path("mean").asDouble(Double.NaN), error),
        metric.path("unit").asText());
  }
}
