package org.latentzoo.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latentzoo.io.Table;
import org.latentzoo.sweep.Entry.Ended;
import org.latentzoo.sweep.Entry.Proposed;
import org.latentzoo.sweep.Entry.Status;

/**
 * What came out of a sweep.
 *
 * @param keys what was swept over
 * @param rows the trials that ended, the best first: those trained to their end, then those
 *     stopped, each by score, then those that failed
 * @param importance of each parameter for the score, in [0, 1]: the share of the variance of its
 *     ranks that the parameter explains by itself; NaN where too few trials tell
 */
public record Results(List<String> keys, List<Row> rows, Map<String, Double> importance) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A trial that ended, with its settings. */
  public record Row(Ended ended, Point point) {
    /** Its number. */
    public int trial() {
      return ended.trial();
    }

    /** Its score on validation rows, NaN if it failed. */
    public double score() {
      return Objects.requireNonNullElse(ended.score(), Double.NaN);
    }

    /** Its settings by key. */
    public Map<String, String> settings() {
      return point.settings();
    }
  }

  static Results of(Space space, List<Entry> entries) {
    var points = new HashMap<Integer, Point>();
    var rows = new ArrayList<Row>();
    for (var entry : entries) {
      if (entry instanceof Proposed proposed) {
        points.put(proposed.trial(), proposed.point());
      } else if (entry instanceof Ended ended) {
        rows.add(new Row(ended, points.get(ended.trial())));
      }
    }
    rows.sort(
        Comparator.comparing((Row row) -> row.ended().status())
            .thenComparing(Comparator.comparingDouble(Row::score).reversed())
            .thenComparing(Row::trial));
    var scored = rows.stream().filter(row -> row.ended().score() != null).toList();
    var keys = space.parameters().stream().map(Parameter::key).toList();
    return new Results(keys, rows, Importance.of(space, scored));
  }

  /** The best of the trials that were trained to their end. */
  public Optional<Row> best() {
    return rows.stream().filter(row -> row.ended().status() == Status.DONE).findFirst();
  }

  /** Writes the ranked trials as a table. */
  public void writeCsv(Path file) {
    var columns =
        Stream.concat(
                Stream.of("rank", "trial", "status", "score", "steps", "seconds", "reason"),
                keys.stream())
            .toList();
    var lines = new ArrayList<List<Object>>();
    for (var row : rows) {
      var ended = row.ended();
      var line = new ArrayList<Object>();
      line.add(lines.size() + 1);
      line.add(ended.trial());
      line.add(label(ended.status()));
      line.add(Objects.requireNonNullElse(ended.score(), ""));
      line.add(ended.steps());
      line.add(ended.seconds());
      line.add(Objects.requireNonNullElse(ended.reason(), ""));
      keys.forEach(key -> line.add(row.settings().getOrDefault(key, "")));
      lines.add(line);
    }
    Table.write(file, columns, lines);
  }

  /** The same with the parameters' importance, as JSON. */
  public String toJson() {
    var trials = new ArrayList<Map<String, @Nullable Object>>();
    for (var row : rows) {
      var ended = row.ended();
      var trial = new LinkedHashMap<String, @Nullable Object>();
      trial.put("rank", trials.size() + 1);
      trial.put("trial", ended.trial());
      trial.put("status", label(ended.status()));
      trial.put("score", ended.score());
      trial.put("steps", ended.steps());
      trial.put("seconds", ended.seconds());
      trial.put("reason", ended.reason());
      trial.put("settings", row.settings());
      trials.add(trial);
    }
    var shares = new LinkedHashMap<String, @Nullable Double>();
    importance.forEach((key, share) -> shares.put(key, share.isNaN() ? null : share));
    var all = new LinkedHashMap<String, Object>();
    all.put("trials", trials);
    all.put("importance", shares);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How tables write it. */
  public static String label(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
