package io.github.baseframe.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

/** What the protocol may know: bytes and {@code java.base}, but no I/O, no thread, no clock. */
class ArchitectureTest {
  private static final String ROOT = "io.github.baseframe.protocol";

  /** Each may know the root and those before it. */
  private static final List<String> ROOMS =
      List.of("frame", "message", "connection", "handshake", "deflate", "tls");

  private static final JavaClasses PROTOCOL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static final Set<String> CLOCK_METHODS = Set.of("nanoTime", "currentTimeMillis", "now");

  @Test
  void theProtocolKnowsOnlyJavaAndItself() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "javax.net.ssl", ROOT + "..")
        .check(PROTOCOL);
  }

  @Test
  void ofTlsOnlyItsEngineIsKnownAndOnlyInOnePackageAndItsSessionIsHandedOn() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".tls")
        .should()
        .dependOnClassesThat(
            resideInAPackage("javax.net.ssl").and(not(belongToAnyOf(SSLSession.class))))
        .check(PROTOCOL);
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("javax.net.ssl")
                .and(
                    not(
                        belongToAnyOf(
                            SSLEngine.class,
                            SSLEngineResult.class,
                            SSLException.class,
                            SSLSession.class))))
        .check(PROTOCOL);
  }

  @Test
  void tlsKnowsNothingElseOfTheProtocolAndNothingElseKnowsTls() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".tls")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".tls"))))
        .check(PROTOCOL);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".tls")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".tls")
        .check(PROTOCOL);
  }

  @Test
  void theProtocolOpensNoSocketAndNoChannel() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
                .and(not(belongToAnyOf(SocketAddress.class))))
        .check(PROTOCOL);
  }

  @Test
  void theProtocolStartsNoThread() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Timer.class)
        .check(PROTOCOL);
  }

  @Test
  void theProtocolReadsNoClock() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(InstantSource.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethodWhere(describe("it reads the time", ArchitectureTest::readsTheTime))
        .check(PROTOCOL);
  }

  private static boolean readsTheTime(JavaCall<?> call) {
    CodeUnitCallTarget target = call.getTarget();
    String owner = target.getOwner().getName();
    return CLOCK_METHODS.contains(target.getName())
        && (owner.equals("java.lang.System") || owner.startsWith("java.time."));
  }

  @Test
  void theProtocolWritesNoLog() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(System.Logger.class)
        .orShould()
        .callMethodWhere(describe("it asks for a logger", ArchitectureTest::asksForALogger))
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(PROTOCOL);
  }

  private static boolean asksForALogger(JavaCall<?> call) {
    CodeUnitCallTarget target = call.getTarget();
    return target.getName().equals("getLogger") && target.getOwner().isEquivalentTo(System.class);
  }

  @Test
  void everyClassIsInTheRootOrInARoom() {
    Stream<String> rooms = ROOMS.stream().map(ArchitectureTest::insideOf);
    classes()
        .should()
        .resideInAnyPackage(Stream.concat(Stream.of(ROOT), rooms).toArray(String[]::new))
        .check(PROTOCOL);
  }

  @Test
  void theRootKnowsNoneOfTheRooms() {
    assertKnowsNoneOf(ROOT, ROOMS);
  }

  @Test
  void aRoomKnowsOnlyThoseBeforeIt() {
    for (int i = 0; i < ROOMS.size() - 1; i++) {
      assertKnowsNoneOf(insideOf(ROOMS.get(i)), ROOMS.subList(i + 1, ROOMS.size()));
    }
  }

  private static void assertKnowsNoneOf(String packages, List<String> rooms) {
    noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(rooms.stream().map(ArchitectureTest::insideOf).toArray(String[]::new))
        .check(PROTOCOL);
  }

  private static String insideOf(String room) {
    return ROOT + "." + room + "..";
  }
}
