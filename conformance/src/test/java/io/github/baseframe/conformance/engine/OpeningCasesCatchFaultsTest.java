package io.github.baseframe.conformance.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.protocol.Role;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule of the opening handshake has a case that sees it broken, and none is seen wrongly. */
class OpeningCasesCatchFaultsTest {

  @ParameterizedTest(name = "{0} is caught by {1}")
  @CsvSource({
    "ACCEPTS_ANY_METHOD, 20.2.15",
    "ACCEPTS_OTHER_VERSIONS_OF_HTTP, 20.2.10",
    "ACCEPTS_WHITE_SPACE_BEFORE_COLONS, 20.2.3",
    "ACCEPTS_LINES_WITHOUT_COLON, 20.2.6",
    "ACCEPTS_FIELDS_WITHOUT_NAME, 20.2.4",
    "ACCEPTS_NO_HOST, 20.2.19",
    "ACCEPTS_TWO_HOSTS, 20.2.20",
    "ACCEPTS_ANY_HOST, 20.2.21",
    "ACCEPTS_NO_UPGRADE, 20.3.1",
    "ACCEPTS_ANY_UPGRADE, 20.3.2",
    "ACCEPTS_NO_CONNECTION, 20.3.4",
    "ACCEPTS_ANY_CONNECTION, 20.3.5",
    "ACCEPTS_NO_KEY, 20.3.7",
    "ACCEPTS_TWO_KEYS, 20.3.9",
    "ACCEPTS_ANY_KEY, 20.3.10",
    "ACCEPTS_NO_VERSION, 20.3.15",
    "ACCEPTS_ANY_VERSION, 20.3.16",
    "ACCEPTS_TWO_VERSIONS, 20.3.23",
    "REFUSES_WITHOUT_NAMING_THE_VERSION, 20.3.16",
    "TAKES_A_BODY_FOR_FRAMES, 20.4.2",
    "REFUSES_QUOTED_STRINGS, 20.1.17",
    "LOSES_FRAMES_BEHIND_THE_HEAD, 20.1.21",
    "READS_NAMES_BY_THEIR_LETTERS, 20.1.3",
    "READS_VALUES_BY_THEIR_LETTERS, 20.1.7",
    "READS_ONE_VALUE_OF_CONNECTION, 20.1.9",
    "SENDS_STATUS_200, 20.1.1",
    "SENDS_HTTP_1_0, 20.1.1",
    "SENDS_NO_UPGRADE, 20.1.1",
    "SENDS_NO_CONNECTION, 20.1.1",
    "SENDS_NO_ACCEPT, 20.1.1",
    "SENDS_ANOTHER_ACCEPT, 20.1.1",
    "SENDS_AN_EXTENSION, 20.1.1",
    "SENDS_A_SUBPROTOCOL, 20.1.1",
    "SENDS_A_LINE_WITHOUT_COLON, 20.1.1",
    "SENDS_TOO_MANY_INTERIM_RESPONSES, 20.1.1",
    "SENDS_TOO_MANY_INTERIM_RESPONSES, 20.3.1"
  })
  void brokenServersAreCaught(OpeningQuirk quirk, String id) {
    assertFailed(id, Role.SERVER, quirk);
  }

  @ParameterizedTest(name = "{0} is caught by {1}")
  @CsvSource({
    "ACCEPTS_ANY_STATUS, 24.2.14",
    "ACCEPTS_RESPONSES_IN_HTTP_1_0, 24.2.20",
    "ACCEPTS_RESPONSES_WITH_LINES_WITHOUT_COLON, 24.2.25",
    "ACCEPTS_NO_ACCEPT, 24.2.1",
    "ACCEPTS_ANY_ACCEPT, 24.2.3",
    "ACCEPTS_TWO_ACCEPTS, 24.2.5",
    "ACCEPTS_NO_UPGRADE, 24.2.6",
    "ACCEPTS_ANY_UPGRADE, 24.2.7",
    "ACCEPTS_NO_CONNECTION, 24.2.9",
    "ACCEPTS_ANY_CONNECTION, 24.2.10",
    "ACCEPTS_ANY_EXTENSION, 24.2.12",
    "ACCEPTS_ANY_SUBPROTOCOL, 24.2.13",
    "LOSES_FRAMES_BEHIND_THE_HEAD, 24.1.13",
    "READS_NAMES_BY_THEIR_LETTERS, 24.1.3",
    "READS_VALUES_BY_THEIR_LETTERS, 24.1.7",
    "READS_ONE_VALUE_OF_CONNECTION, 24.1.8"
  })
  void brokenClientsAreCaught(OpeningQuirk quirk, String id) {
    assertFailed(id, Role.CLIENT, quirk);
  }

  @ParameterizedTest
  @EnumSource(
      value = OpeningQuirk.class,
      names = {"SENDS_FURTHER_FIELDS", "SENDS_INTERIM_RESPONSES", "REFUSES_BY_ENDING_THE_STREAM"})
  void whatTheRfcPermitsIsNeverBlamed(OpeningQuirk quirk) {
    // RFC 6455 4.2.2: for another version there has to be an answer.
    assertPassing(each -> each.handshake().naming().isEmpty(), Role.SERVER, quirk);
  }

  @Test
  void rightEndpointsPassAllCases() {
    assertPassing(each -> true, Role.SERVER);
    assertPassing(each -> true, Role.CLIENT);
  }

  private static void assertFailed(String id, Role role, OpeningQuirk quirk) {
    CaseResult result = InMemory.open(CaseCatalogue.find(id), new OpeningSubject(role, quirk));
    assertThat(result.behavior()).as(result.explanation()).isEqualTo(Behavior.FAILED);
  }

  private static void assertPassing(
      Predicate<ConformanceCase> chosen, Role role, OpeningQuirk... quirks) {
    List<String> failures =
        CaseCatalogue.forSubject(role).stream()
            .filter(each -> each.handshake() != null)
            .filter(chosen)
            .map(each -> InMemory.open(each, new OpeningSubject(role, quirks)))
            .filter(result -> !CasesCatchFaultsTest.isPerfect(result))
            .map(result -> result.conformanceCase() + ": " + result.explanation())
            .toList();
    assertThat(failures).isEmpty();
  }
}
