package org.latentzoo.graph;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.imports.descriptors.tensorflow.TensorflowDescriptorParser;
import org.tensorflow.framework.OpDef;

/**
 * TensorFlow's definitions of its ops, which ND4J needs to import TensorFlow's graphs and for
 * nothing else, but reads, 870 kB of text, when the first op of any graph is made. Here they are
 * read when somebody looks one up.
 */
final class TensorflowOps extends TensorflowDescriptorParser {
  private TensorflowOps() {}

  /** To be called before the first op is made; later calls do nothing. */
  static synchronized void readWhenAsked() {
    if (DESCRIPTORS == null) {
      DESCRIPTORS = new Later();
    }
  }

  private static Map<String, OpDef> read() {
    DESCRIPTORS = null;
    return opDescs();
  }

  /** Its size is 0 until it is read: ND4J asks for it at once, to say how many ops there are. */
  private static final class Later extends AbstractMap<String, OpDef> {
    private @Nullable Map<String, OpDef> definitions;

    private synchronized Map<String, OpDef> definitions() {
      if (definitions == null) {
        definitions = read();
      }
      return definitions;
    }

    @Override
    public synchronized int size() {
      return definitions == null ? 0 : definitions.size();
    }

    @Override
    public boolean containsKey(Object name) {
      return definitions().containsKey(name);
    }

    @Override
    public @Nullable OpDef get(Object name) {
      return definitions().get(name);
    }

    @Override
    public Set<Entry<String, OpDef>> entrySet() {
      return definitions().entrySet();
    }
  }
}
