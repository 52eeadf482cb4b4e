package io.github.baseframe.nio;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the driver may know: the protocol and {@code java.base}, and who is below whom. */
class ArchitectureTest {

  private static final String ROOT = "io.github.baseframe.nio";

  private static final JavaClasses NIO =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void theDriverKnowsNeitherServerNorClient() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "javax.net.ssl..", "io.github.baseframe.protocol..", ROOT + "..")
        .check(NIO);
  }

  @Test
  void packagesKnowThoseBelowThemOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
        .layer("statistics")
        .definedBy(ROOT + ".statistics")
        .layer("loop")
        .definedBy(ROOT + ".loop")
        .layer("transport")
        .definedBy(ROOT + ".transport")
        .layer("connection")
        .definedBy(ROOT + ".connection")
        .layer("websocket")
        .definedBy(ROOT + ".websocket")
        .whereLayer("statistics")
        .mayNotAccessAnyLayer()
        .whereLayer("loop")
        .mayOnlyAccessLayers("statistics")
        .whereLayer("transport")
        .mayOnlyAccessLayers("statistics", "loop")
        .whereLayer("connection")
        .mayOnlyAccessLayers("statistics", "loop", "transport")
        .whereLayer("websocket")
        .mayOnlyAccessLayers("statistics", "loop", "transport", "connection")
        .check(NIO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"statistics", "loop", "transport", "connection", "websocket"})
  void classesOfAPackageFormNoCycles(String name) {
    slices().assignedFrom(new EachClassOf(ROOT + "." + name)).should().beFreeOfCycles().check(NIO);
  }

  /** Every class of one package, with those inside of it, is a slice. */
  private record EachClassOf(String name) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().equals(name)
          ? SliceIdentifier.of(type.getName().replaceAll("\\$.*", ""))
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "each class of " + name;
    }
  }
}
