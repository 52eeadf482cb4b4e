package io.github.baseframe.conformance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;
import org.junit.jupiter.api.Test;

/** Which module may know which: server and client share the protocol and nothing else. */
class ModuleDependencyTest {
  private static final String TLS = "io.github.baseframe.protocol.tls..";
  private static final String PROTOCOL = "io.github.baseframe.protocol..";
  private static final String NIO = "io.github.baseframe.nio..";
  private static final String SERVER = "io.github.baseframe.server..";
  private static final String CLIENT = "io.github.baseframe.client..";
  private static final String TESTKIT = "io.github.baseframe.testkit..";
  private static final String CONFORMANCE = "io.github.baseframe.conformance..";

  private static final String CONFORMANCE_CASES = "io.github.baseframe.conformance.cases..";
  private static final String CONFORMANCE_ENGINE = "io.github.baseframe.conformance.engine..";

  private static final JavaClasses BASEFRAME =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.baseframe");

  @Test
  void theProtocolKnowsNoneOfItsDrivers() {
    assertIndependent(PROTOCOL, NIO, SERVER, CLIENT, TESTKIT, CONFORMANCE);
  }

  @Test
  void theServerKnowsNeitherClientNorConformance() {
    assertIndependent(SERVER, CLIENT, TESTKIT, CONFORMANCE);
  }

  @Test
  void theClientKnowsNeitherServerNorConformance() {
    assertIndependent(CLIENT, SERVER, TESTKIT, CONFORMANCE);
  }

  @Test
  void theTestkitKnowsNothingButTheProtocol() {
    assertIndependent(TESTKIT, NIO, SERVER, CLIENT, CONFORMANCE);
  }

  /** What tests the protocol must not believe the protocol. */
  @Test
  void casesAndEngineJudgeWithoutTheProtocolOfWhichTheyKnowNamesAndTlsOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(CONFORMANCE_CASES, CONFORMANCE_ENGINE)
        .should()
        .dependOnClassesThat(
            resideInAPackage(PROTOCOL)
                .and(not(type(Role.class)))
                .and(not(type(Rule.class)))
                .and(not(resideInAPackage(TLS))))
        .check(BASEFRAME);
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
