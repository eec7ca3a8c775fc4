package org.latentzoo.tests.contract;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.latentzoo.preset.Registry;

/**
 * A test of every preset on the class path, so that a new model is tested for free; {@code
 * -Dzoo.presets=vae-.*digits} chooses some.
 */
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ArgumentsSource(EveryPreset.Names.class)
@interface EveryPreset {
  /** The presets' names. */
  final class Names implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(ExtensionContext context) {
      var chosen = System.getProperty("zoo.presets", ".*");
      return Registry.presets().keySet().stream()
          .filter(name -> name.matches(chosen))
          .map(Arguments::of);
    }
  }
}
