package io.github.baseframe.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CloseBehavior;
import io.github.baseframe.conformance.engine.WireLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationsTest {

  @TempDir private Path directory;

  private Expectations read(String text) throws IOException {
    return Expectations.read(Files.writeString(directory.resolve("expected"), text));
  }

  private static CaseResult result(String id, Behavior behavior, CloseBehavior close) {
    CaseResult template = CaseResult.notOpened(CaseCatalogue.find(id), "because", new WireLog());
    return new CaseResult(
        template.conformanceCase(),
        behavior,
        close,
        null,
        Duration.ZERO,
        template.explanation(),
        template.wireLog());
  }

  @ParameterizedTest
  @CsvSource({
    "OK, OK, true",
    "INFORMATIONAL, INFORMATIONAL, true",
    "OK, WRONG_CODE, false",
    "OK, FAILED_BY_CLIENT, false",
    "NON_STRICT, OK, false",
    "UNIMPLEMENTED, OK, false",
    "FAILED, OK, false"
  })
  void withoutAFileEverythingHasToBeOk(Behavior behavior, CloseBehavior close, boolean met) {
    assertThat(Expectations.ALL_OK.isMetBy("a", result("1.1.1", behavior, close))).isEqualTo(met);
  }

  @ParameterizedTest
  @CsvSource({
    "6.4.1 NON-STRICT, NON_STRICT, OK, true",
    "6.4.1 NON-STRICT, OK, OK, true",
    "6.4.1 NON-STRICT, NON_STRICT, UNCLEAN, false",
    "6.4.1 NON_STRICT UNCLEAN 1007, NON_STRICT, UNCLEAN, true",
    "6.4.1 non-strict wrong_code, NON_STRICT, FAILED_BY_CLIENT, true",
    "6.4.1 NON-STRICT, FAILED, OK, false",
    "6.4.1 FAILED, FAILED, FAILED, true",
    "6.4.1 OK UNCLEAN, OK, FAILED, false",
    "6.4.2 FAILED, NON_STRICT, OK, false"
  })
  void linesSayWhatIsGoodEnough(String line, Behavior behavior, CloseBehavior close, boolean met)
      throws IOException {
    Expectations expectations = read("# a comment\n\n  " + line + "\n");

    assertThat(expectations.isMetBy("a", result("6.4.1", behavior, close))).isEqualTo(met);
  }

  @Test
  void theIndexOfAReportSaysWhatIsGoodEnough() throws IOException {
    Expectations expectations =
        read(
            """
            {"a": {"6.4.1": {"behavior": "NON-STRICT", "behaviorClose": "WRONG CODE"}},
             "b": {"6.4.1": {"behavior": "OK", "behaviorClose": "OK", "duration": 3}}}
            """);
    CaseResult result = result("6.4.1", Behavior.NON_STRICT, CloseBehavior.WRONG_CODE);

    assertThat(expectations.isMetBy("a", result)).isTrue();
    assertThat(expectations.isMetBy("b", result)).isFalse();
    assertThat(expectations.isMetBy("c", result)).isFalse();
    assertThat(expectations.describe("a", result)).isEqualTo("NON-STRICT, close WRONG CODE");
  }

  @Test
  void theOnlyAgentOfAnIndexMayHaveAnotherName() throws IOException {
    Expectations expectations = read("{\"old\": {\"6.4.1\": {\"behavior\": \"FAILED\"}}}");

    assertThat(expectations.isMetBy("new", result("6.4.1", Behavior.FAILED, CloseBehavior.UNCLEAN)))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'#\n1.1.1' | line 2: number and verdict of a case are expected",
        "9.9.9 OK | line 1: there is no case 9.9.9",
        "1.1.1 GOOD | line 1: there is no verdict 'GOOD'",
        "1.1.1 OK GOOD | line 1: there is no verdict 'GOOD'",
        "'{\n]' | line 2: no JSON",
        "{\"a\": {\"1.1.1\": {}}} | a, 1.1.1: there is no verdict ''",
        "{\"a\": {\"0\": {\"behavior\": \"OK\"}}} | a, 0: there is no case 0"
      })
  void whatMakesNoSenseIsToldWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(message);
  }
}
