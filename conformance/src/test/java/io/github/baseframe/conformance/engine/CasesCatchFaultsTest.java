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

/** Every case can fail, and none fails for what RFC 6455 permits. */
class CasesCatchFaultsTest {

  @ParameterizedTest(name = "{0} is caught by {1}")
  @CsvSource({
    "ANSWERS_PING_WITH_OTHER_OCTETS, 2.2",
    "NEVER_ANSWERS_PING, 2.1",
    "ACCEPTS_RESERVED_BITS, 3.4",
    "ACCEPTS_RESERVED_OPCODES, 4.2.1",
    "ACCEPTS_LONG_CONTROL_FRAMES, 2.5",
    "ACCEPTS_FRAGMENTED_CONTROL_FRAMES, 5.1",
    "ACCEPTS_LONE_CONTINUATION, 5.9",
    "ACCEPTS_MESSAGE_INSIDE_OF_MESSAGE, 5.18",
    "ACCEPTS_ANY_OCTETS_AS_TEXT, 6.8.1",
    "FAILS_WITH_1002_WHERE_1007_IS_DUE, 6.3.1",
    "FAILS_BY_SILENCE, 3.1",
    "NEVER_ANSWERS_CLOSE, 7.3.3",
    "ANSWERS_CLOSE_WITH_ANOTHER_CODE, 7.7.1",
    "ECHOES_AFTER_CLOSE, 7.1.4",
    "ACCEPTS_HALF_A_CLOSE_CODE, 7.3.2",
    "ACCEPTS_ANY_CLOSE_CODE, 7.9.4",
    "ACCEPTS_ANY_CLOSE_REASON, 7.5.1",
    "ECHOES_TEXT_AS_BINARY, 1.1.1",
    "ECHOES_TWICE, 1.2.2",
    "CHANGES_AN_OCTET_FAR_BEHIND, 9.2.2",
    "MASKS_LIKE_THE_OTHER_ROLE, 1.1.1",
    "SENDS_RESERVED_BITS, 1.1.1",
    "SENDS_LONGER_LENGTHS, 1.1.2",
    "SENDS_FRAGMENTED_PONGS, 2.1",
    "ACCEPTS_RESERVED_BITS_ON_CONTROL_FRAMES, 25.1.1",
    "ACCEPTS_RESERVED_BITS_ON_CONTINUATIONS, 25.1.4",
    "ACCEPTS_MASKS_OF_THE_OTHER_ROLE, 25.2.1",
    "ACCEPTS_FRAGMENTED_PONGS, 25.3.2",
    "ACCEPTS_FRAGMENTED_CLOSES, 25.3.3",
    "ACCEPTS_LONG_PONGS, 25.3.8",
    "IGNORES_THE_TOP_BIT_OF_LENGTHS, 21.4.8",
    "READS_LENGTHS_AS_32_BITS, 21.4.3",
    "LOSES_TEXT_STATE_OVER_CONTROL_FRAMES, 25.5.1",
    "ADDS_PINGS_TO_THE_MESSAGE, 25.7.6",
    "STRIPS_BYTE_ORDER_MARKS, 25.5.9",
    "ACCEPTS_CODE_1015, 22.4.2",
    "FAILS_ON_PONGS, 22.2.4",
    "FAILS_ON_EMPTY_FRAGMENTS, 21.1.4",
    "FAILS_ON_CLOSE_INSIDE_OF_A_MESSAGE, 22.2.5",
    "JUDGES_UNFINISHED_TEXT_AT_CLOSE, 22.2.6",
    "JUDGES_FRAMES_AFTER_CLOSE, 22.1.1",
    "READS_ONE_FRAME_AT_A_TIME, 23.4.1",
    "LOSES_CUT_HEADERS, 23.1.1",
    "IGNORES_THE_END_OF_THE_STREAM, 22.3.2",
    "SENDS_HALF_A_CLOSE_CODE, 7.3.3",
    "SENDS_CODE_1005, 7.3.1",
    "SENDS_REASONS_THAT_ARE_NOT_UTF8, 7.3.3",
    "SENDS_LONG_CLOSES, 7.3.3",
    "SENDS_TEXT_THAT_IS_NOT_UTF8, 1.1.2",
    "SENDS_LONE_CONTINUATIONS, 1.1.1",
    "SENDS_RESERVED_OPCODES, 1.1.1",
    "NEVER_ENDS_MESSAGES, 1.1.1",
    "SENDS_TWO_CLOSES, 7.3.3"
  })
  void brokenRulesAreCaught(Quirk quirk, String id) {
    for (Role role : Role.values()) {
      CaseResult result = run(id, role, quirk);
      assertThat(isPerfect(result)).as("%s: %s", role, result.explanation()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"NEVER_ENDS_THE_STREAM, 7.3.3", "RESTARTS_MASKS_AT_CUTS, 23.1.7"})
  void brokenRulesOfServersAreCaught(Quirk quirk, String id) {
    CaseResult result = run(id, Role.SERVER, quirk);
    assertThat(isPerfect(result)).as(result.explanation()).isFalse();
  }

  @ParameterizedTest(name = "{0} is caught by {1}")
  @CsvSource({
    "TAKES_CONTEXT_OVER_ANYWAY, 13.2.2",
    "TAKES_CONTEXT_OVER_ANYWAY, 13.6.2",
    "FORGETS_THE_CONTEXT, 12.1.2",
    "IGNORES_THE_WINDOW, 13.3.4",
    "DAMAGES_COMPRESSED_DATA, 12.2.4",
    "CHANGES_AN_OCTET_FAR_BEHIND, 12.5.10",
    "ECHOES_TEXT_AS_BINARY, 12.1.1",
    "ECHOES_TWICE, 12.3.1"
  })
  void brokenRulesOfCompressionAreCaught(Quirk quirk, String id) {
    brokenRulesAreCaught(quirk, id);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void continuationsMarkedAsCompressedAreCaught(Role role) {
    CaseResult result =
        run("12.1.3", role, Quirk.ECHOES_IN_FRAGMENTS, Quirk.MARKS_CONTINUATIONS_AS_COMPRESSED);
    assertThat(isPerfect(result)).as(result.explanation()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Quirk.class,
      names = {"ECHOES_UNCOMPRESSED", "ECHOES_IN_FRAGMENTS", "SENDS_PINGS"})
  void whatCompressionPermitsIsNeverBlamed(Quirk quirk) {
    assertPassing(each -> each.id().matches("(12.5|13.3)[.]([1-5]|11)"), quirk);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void withoutAgreementACaseAboutCompressionIsUnimplemented(Role role) {
    for (ConformanceCase each : CaseCatalogue.all()) {
      if (!each.compression().isEmpty()) {
        CaseResult result = InMemory.run(each, role, tester -> new EchoSubject(role, null));
        assertThat(result.behavior()).as("%s", each).isEqualTo(Behavior.UNIMPLEMENTED);
        assertThat(result.remoteCloseCode()).isEqualTo(1000);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CHECKS_TEXT_AT_ITS_END, 6.4.1",
    "CHECKS_TEXT_AT_ITS_END, 6.4.2",
    "CHECKS_TEXT_AT_ITS_END, 6.4.3",
    "CHECKS_TEXT_AT_ITS_END, 6.4.4",
    "ANSWERS_PING_AFTER_THE_MESSAGE, 5.19",
    "ANSWERS_PING_AFTER_THE_MESSAGE, 5.20",
    "ACCEPTS_LENGTHS_OF_16_BITS, 25.4.1",
    "ACCEPTS_LENGTHS_OF_64_BITS, 25.4.3"
  })
  void whatCouldBeBetterIsNotStrict(Quirk quirk, String id) {
    for (Role role : Role.values()) {
      CaseResult result = run(id, role, quirk);
      assertThat(result.behavior()).as(result.explanation()).isEqualTo(Behavior.NON_STRICT);
      assertThat(result.closeBehavior()).isEqualTo(CloseBehavior.OK);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Quirk.class,
      names = {
        "SENDS_UNSOLICITED_PONGS",
        "SENDS_PINGS",
        "ECHOES_IN_FRAGMENTS",
        "ANSWERS_ONLY_THE_LATEST_PING",
        "CLOSES_WITHOUT_CODE",
        "CLOSES_WITH_A_REASON",
        "CLOSES_WITH_1000",
        "ECHOES_IN_FRAGMENTS_OF_ONE_OCTET",
        "FAILS_BY_ENDING_THE_STREAM"
      })
  void whatTheRfcPermitsIsNeverBlamed(Quirk quirk) {
    // Section 9 is the same again at length; so are 12 and 13, and have a test of their own.
    assertPassing(each -> !each.id().matches("(9|12|13)[.].*"), quirk);
  }

  @Test
  void aRightEndpointPassesAllCases() {
    // The core passes the large ones of 12 and 13.
    assertPassing(each -> !each.id().matches("1[23][.].[.]([89]|10|1[3-8])"));
  }

  private static void assertPassing(Predicate<ConformanceCase> chosen, Quirk... quirks) {
    for (Role role : Role.values()) {
      List<String> failures =
          CaseCatalogue.forSubject(role).stream()
              .filter(each -> each.handshake() == null)
              .filter(chosen)
              .map(
                  each -> InMemory.run(each, role, tester -> new EchoSubject(role, tester, quirks)))
              .filter(result -> !isPerfect(result))
              .map(result -> result.conformanceCase() + ": " + result.explanation())
              .toList();
      assertThat(failures).as("%s", role).isEmpty();
    }
  }

  private static CaseResult run(String id, Role role, Quirk... quirks) {
    ConformanceCase found = CaseCatalogue.find(id);
    return InMemory.run(found, role, tester -> new EchoSubject(role, tester, quirks));
  }

  static boolean isPerfect(CaseResult result) {
    return result.behavior() == Behavior.INFORMATIONAL
        || result.behavior() == Behavior.OK && result.closeBehavior() == CloseBehavior.OK;
  }
}
