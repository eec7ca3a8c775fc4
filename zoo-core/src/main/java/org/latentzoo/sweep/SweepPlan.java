package org.latentzoo.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.latentzoo.check.UserException;
import org.latentzoo.preset.Document;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Registry;

/**
 * A preset and what is to be swept over.
 *
 * @param name what it is called: its file's name without the ending
 * @param base what all trials have in common
 * @param config how the sweep goes about it
 * @param space the settings that it tries
 */
public record SweepPlan(String name, Preset base, SweepConfig config, Space space) {
  private static final String SUBJECT = "Sweep";
  private static final String PRESET = "preset";
  private static final String SET = "set";
  private static final String SPACE = "space";

  /** Combinations that a grid may be found in, within a second or so. */
  private static final BigInteger VISITED = BigInteger.valueOf(1_000_000);

  /** What a preset that stands in the sweep itself is called by, and without it. */
  private static final String NAME = "name";

  private static final String SWEPT = "swept";

  /**
   * Checks that the preset takes what the ranges begin and end with.
   *
   * @throws UserException if it does not, or a grid has more points than there are trials
   */
  public SweepPlan {
    for (var parameter : space.parameters()) {
      for (var value : parameter.range().extremes()) {
        base.withSet(assignments(space, parameter, value));
      }
    }
    if (config.search().kind() == SearchConfig.Kind.GRID) {
      requireSmall(config, space);
    }
  }

  /** A setting with those it is conditional on. */
  private static List<String> assignments(Space space, Parameter parameter, String value) {
    var all = new ArrayList<String>();
    if (parameter.when().isPresent()) {
      var condition = parameter.when().get();
      space.parameters().stream()
          .filter(above -> above.key().equals(condition.key()))
          .forEach(above -> all.addAll(assignments(space, above, condition.values().get(0))));
    }
    all.add(parameter.key() + "=" + value);
    return all;
  }

  private static void requireSmall(SweepConfig config, Space space) {
    int points = config.search().points();
    var size = space.distinct(points);
    if (size.compareTo(BigInteger.valueOf(config.trials())) > 0) {
      throw new UserException(
          "The grid has %,d trials, more than trials: %d. Lower search.points, leave values out, or raise trials."
              .formatted(size, config.trials()));
    }
    var visited = space.combinations(points);
    if (visited.compareTo(VISITED) > 0) {
      throw new UserException(
          "The grid must have at most %,d combinations before its conditions, has %,d. Lower search.points, or leave values out."
              .formatted(VISITED, visited));
    }
  }

  /** Loads a sweep by its name, or from a file where the name ends with .yaml or .yml. */
  public static SweepPlan load(String nameOrFile) {
    var document = Document.load(SUBJECT, nameOrFile, Registry::sweepText);
    var node = document.tree(SUBJECT);
    if (!(node instanceof ObjectNode tree)) {
      throw new UserException(
          "Sweep '%s' must be a block of keys, got %s. Begin it with the line preset: NAME."
              .formatted(document.name(), node.getNodeType().name().toLowerCase(Locale.ROOT)));
    }
    var base = preset(tree.path(PRESET)).withSet(settings(tree.path(SET)));
    var space = SpaceFormat.read(tree.path(SPACE));
    tree.remove(List.of(PRESET, SET, SPACE));
    return new SweepPlan(document.name(), base, Document.bind(tree, SweepConfig.DEFAULTS), space);
  }

  /** A preset by its name or file, or all that a preset's file would say and its name. */
  private static Preset preset(JsonNode node) {
    if (node instanceof ObjectNode tree) {
      var name = tree.remove(NAME);
      if (name != null && (!name.isTextual() || name.asText().isBlank())) {
        throw new UserException("Key 'preset.name' must be a name, got %s.".formatted(name));
      }
      return Preset.fromYaml(name == null ? SWEPT : name.asText(), Document.write(tree));
    }
    if (!node.isTextual()) {
      throw new UserException("Key 'preset' must name a preset or its file. Add it to the sweep.");
    }
    return Preset.load(node.asText());
  }

  private static List<String> settings(JsonNode node) {
    if (!node.isMissingNode() && !node.isObject()) {
      throw new UserException("Key 'set' must be a block of settings, got %s.".formatted(node));
    }
    return node.properties().stream()
        .map(e -> e.getKey() + "=" + SpaceFormat.text(e.getValue()))
        .toList();
  }

  /** The same with another number of trials. */
  public SweepPlan withTrials(int trials) {
    return new SweepPlan(name, base, config.withTrials(trials), space);
  }

  /** What a trial trains: the base with its point's settings, and no figure to reach. */
  public Preset preset(Point point) {
    return base.withSet(point.assignments()).with("expected", null);
  }

  /** All of it, every key resolved; {@link #load} makes an equal plan of it. */
  public String toYaml() {
    var tree = Document.tree(config);
    tree.set(SPACE, SpaceFormat.write(space));
    tree.putObject(PRESET).put(NAME, base.name()).setAll((ObjectNode) base.located().toTree());
    return Document.write(tree);
  }
}
