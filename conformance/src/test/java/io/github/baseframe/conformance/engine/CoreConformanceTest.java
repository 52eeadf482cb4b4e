package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.ExpectedResults;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.protocol.Role;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All cases against the core, in memory: no socket, no thread, no time passes. */
class CoreConformanceTest {

  @TestFactory
  Stream<DynamicTest> asServer() {
    return tests(Role.SERVER);
  }

  @TestFactory
  Stream<DynamicTest> asClient() {
    return tests(Role.CLIENT);
  }

  private static Stream<DynamicTest> tests(Role role) {
    return CaseCatalogue.forSubject(role).stream()
        .filter(each -> each.handshake() == null)
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.toString(),
                    () ->
                        ExpectedResults.assertAsExpected(
                            InMemory.run(each, role, tester -> new CoreSubject(role, tester)))));
  }
}
