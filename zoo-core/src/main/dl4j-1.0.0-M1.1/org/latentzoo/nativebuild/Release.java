package org.latentzoo.nativebuild;

import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.serde.FlatBuffersMapper;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;

/** What differs between the releases of DL4J: this is 1.0.0-M1.1. */
public final class Release {
  /** Where the jars of ND4J's CPU builds keep their libraries, each in its platform's folder. */
  static final String NATIVES = "org/nd4j/nativeblas/";

  private Release() {}

  /** The sides after a convolution are those before it, divided by the stride and rounded up. */
  public static Conv2DConfig.Conv2DConfigBuilder same(Conv2DConfig.Conv2DConfigBuilder config) {
    return config.isSameMode(true);
  }

  /** Replaces the ops of {@code graph} by those of the classes registered under their names. */
  public static void useRegisteredOps(SameDiff graph) {
    for (var op : graph.getOps().values()) {
      var function = op.getOp();
      var registered = ImportClassMapping.getOpNameMapping().get(function.opName());
      if (registered != null && function.getClass() == registered.getClass().getSuperclass()) {
        var replacement = FlatBuffersMapper.cloneViaSerialize(graph, function);
        replacement.setSameDiff(graph);
        replacement.setOwnName(function.getOwnName());
        op.setOp(replacement);
      }
    }
  }

  /**
   * What may be used by several ops in place of {@code constant}: SameDiff gives the gradients of a
   * constant one name each time it meets it.
   */
  public static SDVariable reusable(SDVariable constant) {
    return new StopGradient(constant.getSameDiff(), constant).outputVariable();
  }

  /** z, the output of a SameDiff layer of a DL4J network. */
  public static SDVariable layerOutput(SDVariable z) {
    return z;
  }

  /**
   * Whether SameDiff's own trainer, which updates a parameter once its gradient is there, may do so
   * before the other factor's gradient has read it. Ready ops run in a hash set's order.
   */
  public static boolean updatesEarly(SDVariable... factors) {
    var types = Stream.of(factors).map(SDVariable::getVariableType).toList();
    return types.contains(VariableType.VARIABLE)
        && !types.contains(VariableType.PLACEHOLDER)
        && !types.contains(VariableType.CONSTANT);
  }

  /** Losses that SameDiff's own trainer sums up in {@code type}, as they are here anyway. */
  public static TrainingConfig.Builder losses(TrainingConfig.Builder config, DataType type) {
    return config;
  }
}
