package org.latentzoo.nativebuild;

import org.latentzoo.check.UserException;
import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link NativeBuild#choose} whenever ND4J starts, so that tests and programs that import the
 * zoo need not.
 *
 * <p>ND4J constructs every backend on the class path, then asks them for availability by falling
 * priority. This one acts in its constructor, comes last and is never available.
 */
public final class NativeBuildHook extends Nd4jBackend {
  /** Called by ND4J's service loader. */
  public NativeBuildHook() {
    try {
      NativeBuild.choose();
    } catch (UserException e) {
      // An exception here would leave ND4J without any backend; a safe build is already set.
      LoggerFactory.getLogger(NativeBuildHook.class).warn(e.getMessage());
    }
  }

  @Override
  public boolean isAvailable() {
    return false;
  }

  @Override
  public boolean canRun() {
    return false;
  }

  @Override
  public int getPriority() {
    return -1000;
  }

  @Override
  public boolean allowsOrder() {
    return false;
  }

  @Override
  public Resource getConfigurationResource() {
    throw neverLoaded();
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared by ND4J
  public Class getNDArrayClass() {
    throw neverLoaded();
  }

  @Override
  public Environment getEnvironment() {
    throw neverLoaded();
  }

  @Override
  public String buildInfo() {
    return "";
  }

  @Override
  public void logBackendInit() {}

  private static UnsupportedOperationException neverLoaded() {
    return new UnsupportedOperationException("not a backend");
  }
}
