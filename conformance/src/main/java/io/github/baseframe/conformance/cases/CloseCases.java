package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.Frame.close;
import static io.github.baseframe.conformance.cases.Frame.closeBody;
import static io.github.baseframe.conformance.cases.Frame.continuation;
import static io.github.baseframe.conformance.cases.Frame.ping;
import static io.github.baseframe.conformance.cases.Frame.text;

import io.github.baseframe.protocol.Rule;
import java.util.ArrayList;
import java.util.List;

/** Section 7: the closing handshake, what a Close frame may hold, and what may follow it. */
final class CloseCases {

  private static final Frame HELLO = text("Hello World!");
  private static final Payload NORMAL = closeBody(1000);

  private static final int[] VALID_CODES = {
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999
  };

  private static final int[] INVALID_CODES = {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999};

  private CloseCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    addOrder(cases);
    addBodies(cases);
    for (int i = 0; i < VALID_CODES.length; i++) {
      cases.add(validCode("7.7." + (i + 1), VALID_CODES[i]));
    }
    for (int i = 0; i < INVALID_CODES.length; i++) {
      cases.add(invalidCode("7.9." + (i + 1), INVALID_CODES[i]));
    }
    cases.add(undefinedCode("7.13.1", 5000));
    cases.add(undefinedCode("7.13.2", 65535));
    return cases;
  }

  private static void addOrder(List<ConformanceCase> cases) {
    cases.add(
        newCase("7.1.1", "5.5.1", "7.1.2")
            .sends("a text message, and after its echo Close")
            .frames(HELLO)
            .strictly(echo(HELLO))
            .codeDecides()
            .testerCloses());
    cases.add(
        newCase("7.1.2", "5.5.1", "7.1.2")
            .sends("Close, and a second, empty Close")
            .expects("One Close in return, and the end of the connection.")
            .startsClosing(NORMAL)
            .frames(close(Payload.EMPTY))
            .codeDecides()
            .testerCloses());
    cases.add(
        newCase("7.1.3", "5.5.1", "5.5.2")
            .sends("Close, and a ping, which needs no answer any more")
            .expects("The closing handshake is completed.")
            .startsClosing(NORMAL)
            .frames(ping(""))
            .codeDecides()
            .testerCloses());
    cases.add(
        newCase("7.1.4", "5.5.1", "7.1.2")
            .sends("Close, and a text message")
            .expects("The message is not echoed, the closing handshake is completed.")
            .startsClosing(NORMAL)
            .frames(HELLO)
            .codeDecides()
            .testerCloses());
    cases.add(
        newCase("7.1.5", "5.4", "5.5.1")
            .sends("the first fragment of a text message, Close, and the last fragment")
            .expects("The message is not echoed, the closing handshake is completed.")
            .frames(text("fragment1").unfinished())
            .startsClosing(NORMAL)
            .frames(continuation("fragment2"))
            .codeDecides()
            .testerCloses());
    Frame large = text(LimitsCases.TEXT_PATTERN.repeatedTo(256 * 1024));
    cases.add(
        newCase("7.1.6", "5.5.1", "7.1.2")
            .sends("256 KiB of text, a short text message, Close, and a ping, at once")
            .expects("Nothing in particular: whether the echoes still come is up to the subject.")
            .frames(large, HELLO)
            .startsClosing(NORMAL)
            .frames(ping(""))
            .informational()
            .testerCloses());
  }

  private static void addBodies(List<ConformanceCase> cases) {
    cases.add(
        bodyCase("7.3.1", "an empty Close", Payload.EMPTY)
            .expects("A Close that is empty or says 1000; a clean end.")
            .testerCloses());
    cases.add(
        bodyCase("7.3.2", "a Close with a body of one octet, half a code", Payload.utf8("a"))
            .breaks(Rule.CLOSE_BODY_OF_ONE_BYTE)
            .testerClosesUncleanly(1002));
    cases.add(bodyCase("7.3.3", "a Close with a code", NORMAL).testerCloses());
    cases.add(
        bodyCase("7.3.4", "a Close with a code and a reason", normal(HELLO.payload()))
            .testerCloses());
    cases.add(
        bodyCase("7.3.5", "a Close with a reason of 123 octets", normal(Payload.fill('*', 123)))
            .testerCloses());
    cases.add(
        bodyCase(
                "7.3.6",
                "a Close with a reason of 124 octets, so that its payload is one too long",
                normal(Payload.fill('*', 124)))
            .breaks(Rule.CONTROL_FRAME_TOO_LONG)
            .testerClosesUncleanly(1002));
    cases.add(
        bodyCase(
                "7.5.1",
                "a Close with a reason that is not UTF-8",
                normal(Payload.hex(Utf8Cases.GREEK_WITH_SURROGATE)))
            .breaks(Rule.CLOSE_REASON_NOT_UTF8)
            .testerClosesUncleanly(1002, 1007));
  }

  private static CaseBuilder bodyCase(String id, String words, Payload body) {
    return newCase(id, "5.5.1", "7.1.5").sends(words).startsClosing(body).codeDecides();
  }

  private static Payload normal(Payload reason) {
    return closeBody(1000, reason);
  }

  private static ConformanceCase validCode(String id, int code) {
    CaseBuilder one =
        newCase(id, "5.5.1", "7.4")
            .sends("a Close with " + code)
            .expects("A Close with the same code, with 1000 or without any; a clean end.")
            .startsClosing(closeBody(code))
            .codeDecides();
    return code == 1000 ? one.testerCloses() : one.testerCloses(1000, code);
  }

  private static ConformanceCase invalidCode(String id, int code) {
    return newCase(id, "7.4")
        .breaks(Rule.CLOSE_CODE_FORBIDDEN)
        .sends("a Close with " + code + ", which must not be on the wire")
        .expects("The connection is failed, with 1002 or no code.")
        .startsClosing(closeBody(code))
        .codeDecides()
        .testerClosesUncleanly(1002);
  }

  private static ConformanceCase undefinedCode(String id, int code) {
    return newCase(id, "7.4.2")
        .sends("a Close with " + code + ", beyond the ranges that are defined")
        .expects("Nothing in particular: the RFC is silent about it.")
        .startsClosing(closeBody(code))
        .informational()
        .testerClosesUncleanly(1000, 1002, code);
  }
}
