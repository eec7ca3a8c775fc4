package org.latentzoo.train;

import java.beans.BeanInfo;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The updaters of ND4J. Write g for the gradient, &eta; for the learning rate and t = 1, 2, ... for
 * the step; every step is &theta; &larr; &theta; - &Delta;. All options (beta1, beta2, epsilon,
 * rho, rms-decay, momentum) start at ND4J's defaults.
 */
public enum Updater {
  /** &Delta; = &eta; g. */
  SGD(Sgd::new),

  /**
   * Kingma and Ba 2015 in the form that ends their section 2: &Delta; = &eta; &radic;(1-&beta;2^t)
   * / (1-&beta;1^t) m / (&radic;v + &epsilon;), so that &epsilon; is their &epsilon;-hat. PyTorch
   * adds &epsilon; after correcting v for its bias.
   */
  ADAM(Adam::new, "M", "V"),

  /** Reddi, Kale and Kumar 2018 with the bias corrections of {@link #ADAM}. */
  AMSGRAD(AMSGrad::new, "M", "V", "V_HAT"),

  /**
   * Kingma and Ba 2015, section 7: &Delta; = &eta; / (1-&beta;1^t) m / u, u = max(&beta;2 u, |g|).
   * ND4J gives it an epsilon that changes nothing.
   */
  ADAMAX(AdaMax::new, "M", "V"),

  /**
   * Zeiler 2012. The paper has no learning rate: here &eta; is a factor on &Delta;, 1 by default.
   */
  ADADELTA(AdaDelta::new, "msg", "msdx"),

  /** Duchi, Hazan and Singer 2011, with the sum of squares starting at &epsilon; instead of 0. */
  ADAGRAD(AdaGrad::new, "grad"),

  /** Zhuang et al. 2020: {@link #ADAM} with s, the mean of (g - m)^2 + &epsilon;, in place of v. */
  ADABELIEF(AdaBelief::new, "M", "S"),

  /** Dozat 2016 without the schedule of his momentum; v is not corrected for its bias. */
  NADAM(Nadam::new, "M", "V"),

  /**
   * Nesterov's momentum in the form of Sutskever et al. 2013, rewritten for the point looked ahead
   * to: v' = &mu; v - &eta; g, &Delta; = &mu; v - (1+&mu;) v'.
   */
  NESTEROVS(Nesterovs::new, "V"),

  /** Tieleman and Hinton 2012, with the mean of squares starting at &epsilon; instead of 0. */
  RMSPROP(RmsProp::new, "G"),

  /** The gradient as it is: {@link #SGD} with &eta; = 1 by default. It freezes nothing. */
  NOOP(NoOp::new);

  private final Supplier<IUpdater> factory;
  private final List<String> slots;

  Updater(Supplier<IUpdater> factory, String... slots) {
    this.factory = factory;
    this.slots = List.of(slots);
  }

  /** The name as written in a preset. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names under which ND4J keeps the state; each is as long as the parameters. */
  List<String> slots() {
    return slots;
  }

  /** Where the state starts: ND4J keeps two of the running squares from ever being 0. */
  double initialState(Map<String, Double> options) {
    return this == ADAGRAD || this == RMSPROP ? options.get("epsilon") : 0;
  }

  /** ND4J's learning rate for this updater, 1 where it has none. */
  double defaultLearningRate() {
    var updater = factory.get();
    return updater.hasLearningRate() ? updater.getLearningRate(0, 0) : 1;
  }

  /** Every option but the learning rate, by its name in kebab case, at ND4J's default. */
  Map<String, Double> defaultOptions() {
    var updater = factory.get();
    var options = new TreeMap<String, Double>();
    properties(updater).forEach(p -> options.put(kebab(p.getName()), read(p, updater)));
    return options;
  }

  IUpdater create(Map<String, Double> options) {
    var updater = factory.get();
    properties(updater).forEach(p -> write(p, updater, options.get(kebab(p.getName()))));
    return updater;
  }

  private static Stream<PropertyDescriptor> properties(IUpdater updater) {
    return Stream.of(beanInfo(updater.getClass()).getPropertyDescriptors())
        .filter(p -> p.getPropertyType() == double.class && p.getWriteMethod() != null)
        .filter(p -> !p.getName().equals("learningRate"));
  }

  private static BeanInfo beanInfo(Class<?> type) {
    try {
      return Introspector.getBeanInfo(type);
    } catch (IntrospectionException e) {
      throw new IllegalStateException("Updater " + type + " is no bean", e);
    }
  }

  private static double read(PropertyDescriptor property, IUpdater updater) {
    try {
      return (double) property.getReadMethod().invoke(updater);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + property.getName(), e);
    }
  }

  private static void write(PropertyDescriptor property, IUpdater updater, double value) {
    try {
      property.getWriteMethod().invoke(updater, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot set " + property.getName(), e);
    }
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
