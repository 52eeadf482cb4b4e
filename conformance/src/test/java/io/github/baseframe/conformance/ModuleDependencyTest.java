package io.github.baseframe.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which module may know which: server and client share the protocol and nothing else. */
class ModuleDependencyTest {
  private static final String PROTOCOL = "io.github.baseframe.protocol..";
  private static final String SERVER = "io.github.baseframe.server..";
  private static final String CLIENT = "io.github.baseframe.client..";
  private static final String CONFORMANCE = "io.github.baseframe.conformance..";

  private static final JavaClasses BASEFRAME =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.baseframe");

  @Test
  void theProtocolKnowsNoneOfItsDrivers() {
    assertIndependent(PROTOCOL, SERVER, CLIENT, CONFORMANCE);
  }

  @Test
  void theServerKnowsNeitherClientNorConformance() {
    assertIndependent(SERVER, CLIENT, CONFORMANCE);
  }

  @Test
  void theClientKnowsNeitherServerNorConformance() {
    assertIndependent(CLIENT, SERVER, CONFORMANCE);
  }

  private static void assertIndependent(String module, String... others) {
    noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(BASEFRAME);
  }
}
