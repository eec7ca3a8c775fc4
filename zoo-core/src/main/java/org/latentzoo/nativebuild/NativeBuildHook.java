package org.latentzoo.nativebuild;

import org.latentzoo.check.UserException;
import org.nd4j.common.io.Resource;
import org.nd4j.linalg.cpu.nativecpu.CpuBackend;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link NativeBuild#choose} whenever ND4J starts, so that tests and programs that import the
 * zoo need not, and has it compute where that says.
 *
 * <p>ND4J constructs every backend on the class path, then takes the first that is available, by
 * falling priority, and a card's before the processor's. This one acts in its constructor. Where a
 * card's is there and is not chosen it comes first and stands for the processor's; otherwise it is
 * never available.
 */
public final class NativeBuildHook extends Nd4jBackend {
  private final CpuBackend cpu = new CpuBackend();
  private final boolean standsIn;

  /** Called by ND4J's service loader. */
  public NativeBuildHook() {
    boolean onCard = false;
    try {
      onCard = NativeBuild.current().onCard();
    } catch (UserException e) {
      // An exception here would leave ND4J without any backend; a safe build is already set.
      LoggerFactory.getLogger(NativeBuildHook.class).warn(e.getMessage());
    }
    this.standsIn = CudaBuild.onClassPath().isPresent() && !onCard;
  }

  @Override
  public boolean isAvailable() {
    return standsIn && cpu.isAvailable();
  }

  @Override
  public boolean canRun() {
    return isAvailable();
  }

  @Override
  public int getPriority() {
    return standsIn ? 1000 : -1000;
  }

  @Override
  public boolean allowsOrder() {
    return cpu.allowsOrder();
  }

  @Override
  public Resource getConfigurationResource() {
    return cpu.getConfigurationResource();
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared by ND4J
  public Class getNDArrayClass() {
    return cpu.getNDArrayClass();
  }

  @Override
  public Environment getEnvironment() {
    return cpu.getEnvironment();
  }

  @Override
  public String buildInfo() {
    return cpu.buildInfo();
  }

  @Override
  public void logBackendInit() {
    cpu.logBackendInit();
  }
}
