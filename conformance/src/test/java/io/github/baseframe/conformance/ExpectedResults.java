package io.github.baseframe.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.engine.CaseResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** What everything of Baseframe has to reach, as {@code expected-results.txt} says. */
public final class ExpectedResults {

  private static final Map<String, String> LINES = read();

  private ExpectedResults() {}

  /** Compares a result with its line: number, behavior, close behavior, close code. */
  public static void assertAsExpected(CaseResult result) {
    String id = result.conformanceCase().id();
    assertThat(line(result))
        .as("%s%n%s%n%s", result.conformanceCase(), result.explanation(), result.wireLog())
        .isEqualTo(LINES.get(id));
  }

  private static String line(CaseResult result) {
    return String.format(
        "%s %s %s %s",
        result.conformanceCase().id(),
        result.behavior(),
        result.closeBehavior(),
        result.remoteCloseCode() == null ? "none" : result.remoteCloseCode());
  }

  private static Map<String, String> read() {
    try (InputStream in = ExpectedResults.class.getResourceAsStream("/expected-results.txt")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(toMap(line -> line.substring(0, line.indexOf(' ')), identity()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
