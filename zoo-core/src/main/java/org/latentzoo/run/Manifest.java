package org.latentzoo.run;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.latentzoo.data.DataModule;
import org.latentzoo.preset.Preset;

/** What a run's figures depend on, for whoever wants to repeat them. */
final class Manifest {
  static final String CREATED = "created";
  static final String DATA = "data_sha256";
  static final String START = "start_sha256";

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private Manifest() {}

  /** {@code start} is the checksum of the weights that training starts from, if not at random. */
  static Map<String, Object> of(Preset preset, DataModule data, Optional<String> start) {
    var manifest = new LinkedHashMap<String, Object>();
    manifest.put("preset", preset.name());
    manifest.put("model", preset.type().name());
    manifest.put("seed", preset.seed());
    manifest.put(CREATED, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    manifest.put(DATA, data.checksum());
    start.ifPresent(sha256 -> manifest.put(START, sha256));
    manifest.put("rows", rows(data));
    manifest.put("versions", Machine.versions());
    manifest.putAll(RunFolder.JSON.convertValue(Machine.current(), MAP));
    return manifest;
  }

  private static Map<String, Long> rows(DataModule data) {
    var rows = new LinkedHashMap<String, Long>();
    rows.put("train", data.train().count());
    rows.put("validation", data.validation().count());
    rows.put("test", data.test().count());
    return rows;
  }
}
