package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.CaseBuilder.stillOpen;
import static io.github.baseframe.conformance.cases.CaseBuilder.textMessage;
import static io.github.baseframe.conformance.cases.Frame.continuation;
import static io.github.baseframe.conformance.cases.Frame.text;

import io.github.baseframe.protocol.Rule;
import java.util.List;

/** Section 6, first part: UTF-8 in fragments, cut anywhere, and how soon a mistake is noticed. */
final class Utf8Cases {

  /** Five Greek letters, of two and three octets. */
  static final String GREEK = "cebae1bdb9cf83cebcceb5";

  /** Greek letters, a lone surrogate, which is not UTF-8, and ASCII. */
  static final String GREEK_WITH_SURROGATE = GREEK + "eda080" + "656469746564";

  /** Greek letters, a code point above the last one of Unicode, and ASCII: "edited". */
  private static final String GREEK_TOO_HIGH = GREEK + "f4908080" + "656469746564";

  private static final Frame VARIED =
      text("Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!");

  private Utf8Cases() {}

  static List<ConformanceCase> all() {
    return List.of(
        newCase("6.1.1", "5.6")
            .sends("an empty text message")
            .frames(text(""))
            .strictly(textMessage(""))
            .testerCloses(),
        newCase("6.1.2", "5.4", "5.6")
            .sends("a text message of three empty fragments")
            .frames(text("").unfinished(), continuation("").unfinished(), continuation(""))
            .strictly(textMessage(""))
            .testerCloses(),
        newCase("6.1.3", "5.4", "5.6")
            .sends("a text message of three fragments, the first and the last of them empty")
            .frames(
                text("").unfinished(),
                continuation("middle frame payload").unfinished(),
                continuation(""))
            .strictly(textMessage("middle frame payload"))
            .testerCloses(),
        newCase("6.2.1", "5.6", "8.1")
            .sends("valid text with umlauts in one frame")
            .frames(VARIED)
            .strictly(echo(VARIED))
            .testerCloses(),
        newCase("6.2.2", "5.6", "8.1")
            .sends("valid text in two fragments, cut between two characters")
            .frames(
                text(VARIED.payload().slice(0, 15)).unfinished(),
                continuation(VARIED.payload().slice(15, VARIED.payload().length())))
            .strictly(echo(VARIED))
            .testerCloses(),
        newCase("6.2.3", "5.6", "8.1")
            .sends("valid text in fragments of one octet")
            .fragmented(VARIED, 1)
            .strictly(echo(VARIED))
            .testerCloses(),
        newCase("6.2.4", "5.6", "8.1")
            .sends("Greek text in fragments of one octet")
            .fragmented(textOf(GREEK), 1)
            .strictly(echo(textOf(GREEK)))
            .testerCloses(),
        newCase("6.3.1", "8.1")
            .breaks(Rule.TEXT_NOT_UTF8)
            .sends("text with a lone surrogate in one frame")
            .frames(textOf(GREEK_WITH_SURROGATE))
            .subjectFailsWith(1007),
        newCase("6.3.2", "8.1")
            .breaks(Rule.TEXT_NOT_UTF8)
            .sends("text with a lone surrogate in fragments of one octet")
            .fragmented(textOf(GREEK_WITH_SURROGATE), 1)
            .subjectFailsWith(1007),
        failFast(
            newCase("6.4.1", "8.1")
                .sends("three fragments with pauses; the second one is not UTF-8")
                .frames(textOf(GREEK).unfinished())
                .pause()
                .noteStillOpen("A")
                .frames(octets("f4908080").unfinished())
                .pause()
                .noteStillOpen("B")
                .frames(octets("656469746564"))),
        failFast(
            newCase("6.4.2", "8.1")
                .sends("three fragments with pauses; the second one makes the first one invalid")
                .frames(textOf(GREEK + "f4").unfinished())
                .pause()
                .noteStillOpen("A")
                .frames(octets("90").unfinished())
                .pause()
                .noteStillOpen("B")
                .frames(octets("8080656469746564"))),
        failFast(
            newCase("6.4.3", "8.1")
                .sends("one frame in three parts with pauses; the second part is not UTF-8")
                .header(textOf(GREEK_TOO_HIGH).unfinished())
                .octets(GREEK)
                .pause()
                .noteStillOpen("A")
                .octets("f4908080")
                .pause()
                .noteStillOpen("B")
                .octets("656469746564")
                .frames(continuation(""))),
        failFast(
            newCase("6.4.4", "8.1")
                .sends("one frame in three parts with pauses; the second makes the first invalid")
                .header(textOf(GREEK_TOO_HIGH).unfinished())
                .octets(GREEK + "f4")
                .pause()
                .noteStillOpen("A")
                .octets("90")
                .pause()
                .noteStillOpen("B")
                .octets("8080656469746564")
                .frames(continuation(""))));
  }

  private static ConformanceCase failFast(CaseBuilder script) {
    return script
        .breaks(Rule.TEXT_NOT_UTF8)
        .expects(
            "The connection is failed, with 1007 or no code, at the octet that cannot be UTF-8,"
                + " not before; not strict: at the end of the message.")
        .strictly(stillOpen("A"))
        .orElse(stillOpen("A"), stillOpen("B"))
        .subjectFailsWith(1007);
  }

  private static Frame textOf(String hex) {
    return text(Payload.hex(hex));
  }

  private static Frame octets(String hex) {
    return continuation(Payload.hex(hex));
  }
}
