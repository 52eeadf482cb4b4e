package io.github.baseframe.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** What the server may know: the protocol, the driver and {@code java.base}. */
class ArchitectureTest {

  private static final String ROOT = "io.github.baseframe.server";

  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void theServerKnowsTheProtocolAndTheDriverOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.crypto..",
            "javax.net.ssl..",
            "javax.management..",
            "jdk.jfr..",
            "io.github.baseframe.protocol..",
            "io.github.baseframe.nio..",
            ROOT + "..")
        .check(SERVER);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(SERVER);
    classes()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .onlyBeAccessed()
        .byAnyPackage(ROOT + "..")
        .andShould()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage(ROOT + ".program")
        .check(SERVER);
  }

  @Test
  void classesFormNoCycles() {
    slices().assignedFrom(new EachClass()).should().beFreeOfCycles().check(SERVER);
  }

  /** Every class is a slice with those inside of it; a server and its builder are one. */
  private static final class EachClass implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getName().replaceAll("\\$.*", "");
      return SliceIdentifier.of(name.replace("ServerBuilder", "WebSocketServer"));
    }

    @Override
    public String getDescription() {
      return "each class";
    }
  }
}
