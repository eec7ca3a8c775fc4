package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latentzoo.eval.Metric;

/** What is said of measures that had only the first rows. */
class EvaluationTest {
  private static Evaluation of(long rows) {
    var metrics = new LinkedHashMap<String, Metric>();
    metrics.put("elbo", new Metric(-2, 0.5));
    for (var name : List.of("mutual_information", "aggregate_kl", "log_n", "active_units")) {
      metrics.put(name, new Metric(3, Double.NaN));
    }
    return new Evaluation("test", rows, 0, metrics);
  }

  private static String text(Evaluation evaluation) {
    var text = new StringWriter();
    evaluation.print(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void moreRowsThanWereAskedAreNamed() throws IOException {
    assertEquals(
        """
        20,001 rows: test
        METRIC              MEAN       STD. ERROR  UNIT
        elbo                -2.000000  0.500000    nats
        mutual_information  3.000000   -           nats
        aggregate_kl        3.000000   -           nats
        log_n               3.000000   -           nats
        active_units        3.000000   -           units
        mutual_information, aggregate_kl, log_n, active_units: of the first 20,000 rows
        """,
        text(of(20_001)).replace("\r\n", "\n"));
    var metrics = new ObjectMapper().readTree(of(20_001).toJson()).path("metrics");
    assertEquals(20_000, metrics.at("/log_n/rows").asInt());
    assertEquals(List.of(), metrics.path("elbo").findValues("rows"));
  }

  @Test
  void otherwiseNothingIsSaid() throws IOException {
    assertEquals(6, text(of(20_000)).lines().count() - 1);
    assertEquals(
        List.of(),
        new ObjectMapper().readTree(of(20_000).toJson()).path("metrics").findValues("rows"));
  }
}
