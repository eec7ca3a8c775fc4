package org.latentzoo.nativebuild;

import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/** What differs between the releases of DL4J: this is 1.0.0-M2.1. */
public final class Release {
  /** Where the jars of ND4J's CPU builds keep their libraries, each in its platform's folder. */
  static final String NATIVES = "org/nd4j/linalg/cpu/nativecpu/bindings/";

  private Release() {}

  /** The sides after a convolution are those before it, divided by the stride and rounded up. */
  public static Conv2DConfig.Conv2DConfigBuilder same(Conv2DConfig.Conv2DConfigBuilder config) {
    return config.paddingMode(PaddingMode.SAME);
  }

  /** Nothing to do: SameDiff differentiates by the registered classes. */
  public static void useRegisteredOps(SameDiff graph) {}

  /** {@code constant}, as it may be used by several ops. */
  public static SDVariable reusable(SDVariable constant) {
    return constant;
  }

  /**
   * z whose gradient is halved, exactly: the gradient that reaches a SameDiff layer of a DL4J
   * network counts twice, since ExternalErrorsFunction both sets and returns it.
   */
  public static SDVariable layerOutput(SDVariable z) {
    var half = z.mul(0.5);
    return half.add(new StopGradient(z.getSameDiff(), half).outputVariable());
  }

  /**
   * Whether SameDiff's own trainer, which updates a parameter once its gradient is there, may do so
   * before the other factor's gradient has read it. What reads a parameter and a gradient runs
   * before what reads no parameter: only of two parameters may the first be updated too early.
   */
  public static boolean updatesEarly(SDVariable... factors) {
    return Stream.of(factors).allMatch(f -> f.getVariableType() == VariableType.VARIABLE);
  }

  /** Losses that SameDiff's own trainer sums up in {@code type}. */
  public static TrainingConfig.Builder losses(TrainingConfig.Builder config, DataType type) {
    return config.initialLossDataType(type);
  }
}
