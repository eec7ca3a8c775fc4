package org.latentzoo.data;

import java.util.stream.IntStream;
import org.latentzoo.check.Names;
import org.latentzoo.check.UserException;

/** Which of a record's values are features, and which is the label (-1: none). */
record Columns(int[] features, int label) {
  static Columns of(DataConfig config, DataParts parts, int width) {
    int label = label(config, parts, width);
    int own = parts.label().orElse(-1);
    var features = IntStream.range(0, width).filter(c -> c != label && c != own).toArray();
    if (features.length == 0) {
      throw new UserException(
          "Data source '%s': its %d columns hold no feature beside the label. Check data.label."
              .formatted(config.source(), width));
    }
    return new Columns(features, label);
  }

  private static int label(DataConfig config, DataParts parts, int width) {
    var label = config.label();
    if (parts.names().contains(label)) {
      return parts.names().indexOf(label);
    }
    return switch (label) {
      case DataConfig.AUTO -> parts.label().orElse(-1);
      case DataConfig.NONE -> -1;
      case DataConfig.LAST -> width - 1;
      default -> index(config, parts, width);
    };
  }

  private static int index(DataConfig config, DataParts parts, int width) {
    var index = DataConfig.number(config.label());
    if (index >= 0 && index < width && index == Math.rint(index)) {
      return (int) index;
    }
    if (Double.isNaN(index) && !parts.names().isEmpty()) {
      throw Names.unknown("label column", config.label(), parts.names());
    }
    throw new UserException(
        ("Data source '%s', data.label: expected auto, none, last or a column from 0 to %d, got"
                + " '%s'. Set it to one, or name the columns in a header.")
            .formatted(config.source(), width - 1, config.label()));
  }
}
