package io.github.baseframe.conformance.original;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.interop.ServerProgram;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Autobahn test suite finds nothing to blame, and has a result for every case. */
class OriginalSuiteIT {

  private static final String CONFORMANCE_PROGRAM =
      "io.github.baseframe.conformance.ConformanceMain";

  @Test
  void theServerProgramIsRightInEveryCase() throws Exception {
    try (ServerProgram server = new ServerProgram()) {
      Map<String, String> urls = Map.of("baseframe", server.uri("/"));
      assertRight("server", OriginalSuite.testServers("server", urls).get("baseframe"));
    }
  }

  @Test
  void theClientProgramIsRightInEveryCase() throws Exception {
    assertRight(
        "client",
        OriginalSuite.testClient(CONFORMANCE_PROGRAM, "testee-client", "--agent", "baseframe"));
  }

  private static void assertRight(String subject, Map<String, Verdict> verdicts) {
    List<ConformanceCase> cases = OriginalSuite.selectedCases();
    assertThat(verdicts).as("verdicts of the Autobahn test suite on the %s", subject).isNotNull();
    assertThat(verdicts)
        .as("verdicts of the Autobahn test suite on the %s", subject)
        .containsExactlyInAnyOrderEntriesOf(
            cases.stream().collect(toMap(ConformanceCase::id, OriginalSuiteIT::right)));
    System.out.printf(
        "The Autobahn test suite on the %s: %d cases, all of them right%n",
        subject, verdicts.size());
  }

  private static Verdict right(ConformanceCase conformanceCase) {
    return conformanceCase.informational() ? Verdict.INFORMATIONAL : Verdict.OK;
  }
}
