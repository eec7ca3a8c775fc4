package org.latentzoo.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The shape of the code: its layers, and what no layer may do. */
class ArchitectureTest {
  private static final String ROOT = "org.latentzoo.";

  /** Packages of zoo-core, lowest first: each may use those before it and no others. */
  private static final List<String> LAYERS =
      List.of(
          "check",
          "nativebuild",
          "kernel",
          "card",
          "linalg",
          "random",
          "io",
          "graph",
          "distribution",
          "network",
          "bijector",
          "gradient",
          "loss",
          "exec",
          "model",
          "data",
          "train",
          "eval",
          "preset",
          "run",
          "sweep",
          "spark",
          "dl4j",
          "models",
          "examples");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.latentzoo");

  /** A wrong class path would make every rule below pass on nothing. */
  @Test
  void findsTheClasses() {
    assertTrue(CLASSES.size() >= 100, () -> "only " + CLASSES.size() + " classes found");
  }

  @Test
  void everyPackageIsALayer() {
    var unknown =
        CLASSES.stream().map(ArchitectureTest::layer).filter(l -> !LAYERS.contains(l)).distinct();
    assertEquals(List.of(), unknown.toList(), "add these to LAYERS, lowest first");
  }

  @Test
  void layersUseOnlyLowerLayers() {
    for (int i = 0; i < LAYERS.size() - 1; i++) {
      var higher = LAYERS.subList(i + 1, LAYERS.size()).stream().map(l -> ROOT + l + "..");
      noClasses()
          .that()
          .resideInAPackage(ROOT + LAYERS.get(i) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(higher.toArray(String[]::new))
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    var unmarked =
        CLASSES.stream()
            .map(JavaClass::getPackage)
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toSet());
    assertTrue(unmarked.isEmpty(), () -> "add a package-info.java with @NullMarked to " + unmarked);
  }

  /** But {@code Gradients} may touch System.out: to keep SameDiff from printing. */
  @Test
  void librariesDoNotPrint() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "examples..")
        .and()
        .doNotHaveSimpleName("Gradients")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }

  @Test
  void librariesDoNotExit() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "examples..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  /** Else what is written to an array on a card never gets there: {@code Buffers} says so. */
  @Test
  void addressesAreTakenInOnePlace() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Buffers")
        .should()
        .callMethod(DataBuffer.class, "addressPointer")
        .orShould()
        .callMethod(DataBuffer.class, "pointer")
        .check(CLASSES);
  }

  /** {@code get(interval)} of a view may be empty ({@code Buffers} says when). */
  @Test
  void viewsOfRowsAreTakenInOnePlace() {
    noClasses().should().dependOnClassesThat().areAssignableTo(NDArrayIndex.class).check(CLASSES);
  }

  private static String layer(JavaClass type) {
    return type.getPackageName().substring(ROOT.length()).replaceFirst("\\..*", "");
  }
}
