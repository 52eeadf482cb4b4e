package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.Frame.text;

import java.util.List;

/** Section 10: what fits nowhere else. */
final class MiscellaneousCases {

  private MiscellaneousCases() {}

  static List<ConformanceCase> all() {
    Frame message = text(Payload.fill('*', 65536));
    return List.of(
        newCase("10.1.1", "5.4")
            .sends("a text message of 65536 octets in fragments of 1300")
            .fragmented(message, 1300)
            .strictly(echo(message))
            .testerCloses());
  }
}
