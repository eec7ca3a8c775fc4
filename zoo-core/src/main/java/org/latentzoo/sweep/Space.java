package org.latentzoo.sweep;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.latentzoo.check.UserException;

/**
 * The settings that a sweep tries, as one of Arbiter's spaces: a number in [0, 1] for each
 * parameter that has more than one value makes a {@link Point}.
 */
@SuppressWarnings("rawtypes") // as Arbiter declares it
public final class Space implements ParameterSpace<Point> {
  private final List<Parameter> parameters;
  private final List<ParameterSpace<?>> spaces;

  /**
   * @param parameters each below the one that it is conditional on
   * @throws UserException if there is none, a key is there twice, or a condition never holds
   */
  public Space(List<Parameter> parameters) {
    this.parameters = List.copyOf(parameters);
    this.spaces = new ArrayList<>();
    if (parameters.isEmpty()) {
      throw new UserException("A sweep needs a range, 'space' has none. Add a key to it.");
    }
    var seen = new LinkedHashMap<String, Range>();
    for (var parameter : parameters) {
      parameter.when().ifPresent(condition -> requireHolds(parameter.key(), condition, seen));
      if (seen.put(parameter.key(), parameter.range()) != null) {
        throw new UserException(
            "Range '%s' must stand in 'space' once, stands there twice. Leave one out."
                .formatted(parameter.key()));
      }
      spaces.add(parameter.range().space());
    }
  }

  private static void requireHolds(
      String key, Parameter.Condition condition, Map<String, Range> above) {
    if (!(above.get(condition.key()) instanceof Range.Choice choice)) {
      throw new UserException(
          "Range '%s' is conditional on '%s', which is no choice or boolean above it. Add one, or leave the condition out."
              .formatted(key, condition.key()));
    }
    var never = new HashSet<>(condition.values());
    never.removeAll(choice.values());
    if (!never.isEmpty() || condition.values().isEmpty()) {
      throw new UserException(
          "Range '%s' is conditional on '%s' being %s, which must be of %s."
              .formatted(key, condition.key(), condition.values(), choice.values()));
    }
  }

  /** The parameters, in the order given. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Those with more than one value: a number in [0, 1] belongs to each. */
  List<Parameter> varying() {
    var varying = new ArrayList<Parameter>();
    for (int i = 0; i < parameters.size(); i++) {
      if (spaces.get(i).numParameters() > 0) {
        varying.add(parameters.get(i));
      }
    }
    return varying;
  }

  /**
   * How many distinct points a grid has, with {@code points} of each range of numbers: where a
   * condition does not hold, what it leaves out multiplies nothing.
   */
  BigInteger distinct(int points) {
    return product(parameters.stream().filter(p -> p.when().isEmpty()), points);
  }

  private BigInteger product(Stream<Parameter> active, int points) {
    return active.map(p -> distinct(p, points)).reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** Of one parameter that is set, and of those conditional on it. */
  private BigInteger distinct(Parameter parameter, int points) {
    var key = parameter.key();
    var below = parameters.stream().filter(p -> p.isBelow(key)).toList();
    return below.isEmpty()
        ? BigInteger.valueOf(parameter.range().values(points))
        : parameter.range().extremes().stream()
            .map(value -> Map.of(key, value))
            .map(set -> product(below.stream().filter(p -> p.isActive(set)), points))
            .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** How many combinations of all parameters' values there are, conditions or not. */
  BigInteger combinations(int points) {
    return parameters.stream()
        .map(parameter -> BigInteger.valueOf(parameter.range().values(points)))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  @Override
  public Point getValue(double[] units) {
    var settings = new LinkedHashMap<String, String>();
    for (int i = 0; i < parameters.size(); i++) {
      var parameter = parameters.get(i);
      if (parameter.isActive(settings)) {
        settings.put(parameter.key(), parameter.range().text(spaces.get(i).getValue(units)));
      }
    }
    return new Point(settings);
  }

  @Override
  public int numParameters() {
    return varying().size();
  }

  @Override
  public List<ParameterSpace> collectLeaves() {
    return spaces.stream().flatMap(space -> space.collectLeaves().stream()).toList();
  }

  @Override
  public Map<String, ParameterSpace> getNestedSpaces() {
    var nested = new LinkedHashMap<String, ParameterSpace>();
    for (int i = 0; i < parameters.size(); i++) {
      nested.put(parameters.get(i).key(), spaces.get(i));
    }
    return nested;
  }

  @Override
  public boolean isLeaf() {
    return false;
  }

  @Override
  public void setIndices(int... indices) {
    throw new UnsupportedOperationException("A space of several parameters has no index");
  }
}
