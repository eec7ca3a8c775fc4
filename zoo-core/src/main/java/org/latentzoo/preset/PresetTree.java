package org.latentzoo.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.data.DataConfig;
import org.latentzoo.model.ModelType;
import org.latentzoo.preset.Schema.Block;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.TrainConfig;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A preset as a tree. Two keys choose which others there are, {@code model.type} and {@code
 * train.optimizer.name}: they are looked up first, and decide the defaults.
 */
final class PresetTree {
  private static final Leaf TEXT = new Leaf(String.class, false);
  private static final Leaf UPDATER = new Leaf(Updater.class, false);

  /** All of a preset but its name and the model, whose settings have no type known here. */
  private record Rest(
      String about,
      DataConfig data,
      TrainConfig train,
      long seed,
      Precision precision,
      String start,
      @Nullable Expected expected) {}

  private enum Precision {
    FLOAT,
    DOUBLE
  }

  private PresetTree() {}

  static Preset read(String name, JsonNode overlay) {
    if (!overlay.isObject()) {
      throw new UserException(
          "Preset '%s' must be a block of keys, got %s.".formatted(name, overlay));
    }
    var typeName = find(overlay, "model", "type");
    if (!typeName.isValueNode() || typeName.isNull()) {
      throw new UserException(
          "Key 'model.type' is missing in preset '%s'. Known: %s."
              .formatted(name, String.join(", ", Registry.modelTypes().keySet())));
    }
    var type = Registry.modelType(TEXT.read("model.type", typeName).asText());
    var tree = tree(type, type.defaults(), defaults(overlay)).merge(overlay).values();
    var model = ((ObjectNode) tree.remove("model")).deepCopy();
    model.remove("type");
    var rest = Binding.bind(tree, Rest.class);
    return new Preset(
        name,
        rest.about,
        type,
        Binding.bind(model, type.defaults().getClass()),
        rest.data,
        rest.train,
        rest.seed,
        DataType.valueOf(rest.precision.name()),
        Start.of(rest.start),
        rest.expected);
  }

  static ConfigTree of(Preset preset) {
    var rest =
        new Rest(
            preset.about(),
            preset.data(),
            preset.train(),
            preset.seed(),
            Precision.valueOf(preset.precision().name()),
            preset.start().toString(),
            preset.expected());
    return tree(preset.type(), preset.model(), rest);
  }

  /**
   * The preset that {@code after} describes; a new type or updater starts from its own defaults.
   */
  static Preset changed(Preset before, ConfigTree after) {
    var tree = after.values();
    var type = tree.at("/model/type").asText();
    if (!type.equals(before.type().name())) {
      tree.putObject("model").put("type", type);
    }
    var updater = tree.at("/train/optimizer/name").asText();
    if (!updater.equals(Binding.label(before.train().optimizer().name()))) {
      ((ObjectNode) tree.get("train")).putObject("optimizer").put("name", updater);
    }
    return read(before.name(), tree);
  }

  private static ConfigTree tree(ModelType<?> type, Record model, Rest rest) {
    var keys = new LinkedHashMap<String, Schema>();
    var values = JsonNodeFactory.instance.objectNode();
    keys.put("about", TEXT);
    values.put("about", rest.about);

    var modelKeys = new LinkedHashMap<String, Schema>();
    modelKeys.put("type", TEXT);
    modelKeys.putAll(Schema.of(model).keys());
    keys.put("model", new Block(modelKeys, false));
    values.putObject("model").put("type", type.name()).setAll(Binding.tree(model));

    Schema.of(rest).keys().forEach(keys::putIfAbsent);
    Binding.tree(rest).properties().forEach(e -> values.set(e.getKey(), e.getValue()));
    return new ConfigTree(new Block(keys, false), values);
  }

  private static Rest defaults(JsonNode overlay) {
    var train = TrainConfig.DEFAULTS;
    var name = find(overlay, "train", "optimizer", "name");
    if (!name.isMissingNode()) {
      var label = UPDATER.read("train.optimizer.name", name).asText();
      train = train.withOptimizer(OptimizerConfig.of(Binding.constant(Updater.class, label)));
    }
    return new Rest(
        "", DataConfig.DEFAULTS, train, 1, Precision.FLOAT, Start.RANDOM.toString(), null);
  }

  private static JsonNode find(JsonNode from, String... path) {
    var at = from;
    for (String key : path) {
      at =
          at.properties().stream()
              .filter(entry -> Binding.loose(entry.getKey()).equals(key))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(MissingNode.getInstance());
    }
    return at;
  }
}
