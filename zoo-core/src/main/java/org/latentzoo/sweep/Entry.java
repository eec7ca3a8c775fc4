package org.latentzoo.sweep;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of a sweep's journal: something that happened to a trial. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Entry.Proposed.class, name = "proposed"),
  @JsonSubTypes.Type(value = Entry.Reported.class, name = "reported"),
  @JsonSubTypes.Type(value = Entry.Ended.class, name = "ended")
})
public sealed interface Entry {
  /** Which trial, counted from 0 in the order of the proposals. */
  int trial();

  /** How a trial ended. */
  enum Status {
    /** Trained to its end. */
    @JsonProperty("done")
    DONE,
    /** Given up by the stopping rule, with the score that it had. */
    @JsonProperty("stopped")
    STOPPED,
    /** No score: it was refused, diverged or took too long. */
    @JsonProperty("failed")
    FAILED
  }

  /**
   * The search proposed a trial.
   *
   * @param point its settings
   * @param units the same as numbers in [0, 1], one for each parameter that varies
   */
  record Proposed(int trial, Point point, List<Double> units) implements Entry {
    public Proposed {
      units = List.copyOf(units);
    }
  }

  /**
   * A trial told the stopping rule how it does.
   *
   * @param epoch after so many epochs
   * @param steps taken by then
   * @param score on validation rows, higher being better
   * @param stop whether it was to stop
   */
  record Reported(int trial, int epoch, long steps, double score, boolean stop) implements Entry {}

  /**
   * A trial ended.
   *
   * @param score on validation rows, higher being better; null if it failed
   * @param steps taken
   * @param seconds that it took, since it was resumed last
   * @param reason why it did not train to its end; null if it did
   * @param at when, ISO 8601
   */
  record Ended(
      int trial,
      Status status,
      @Nullable Double score,
      long steps,
      double seconds,
      @Nullable String reason,
      String at)
      implements Entry {}
}
