package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.HELLO;
import static io.github.baseframe.conformance.cases.CaseBuilder.answered;
import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.Frame.BINARY;
import static io.github.baseframe.conformance.cases.Frame.FIN;
import static io.github.baseframe.conformance.cases.Frame.RSV1;
import static io.github.baseframe.conformance.cases.Frame.binary;
import static io.github.baseframe.conformance.cases.Frame.close;
import static io.github.baseframe.conformance.cases.Frame.closeBody;
import static io.github.baseframe.conformance.cases.Frame.continuation;
import static io.github.baseframe.conformance.cases.Frame.ping;
import static io.github.baseframe.conformance.cases.Frame.pong;
import static io.github.baseframe.conformance.cases.Frame.text;

import io.github.baseframe.protocol.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Section 22: what meets a closing handshake on its way, and ends without one. */
final class CloseRaceCases {

  private static final Frame MESSAGE = text(HELLO);
  private static final Payload NORMAL = closeBody(1000);

  /** What an endpoint may say that sees the stream end too early. */
  private static final Integer[] ANY_REASON = {1000, 1001, 1002, 1011};

  private static final int BLOCK = 64 * 1024;

  private CloseRaceCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    addAfterClose(cases);
    addBeforeClose(cases);
    addEndsOfOutput(cases);
    addCodes(cases);
    return cases;
  }

  private static void addAfterClose(List<ConformanceCase> cases) {
    discarded(cases, 1, "a frame with a reserved bit", MESSAGE.reserved(RSV1));
    discarded(cases, 2, "a frame with a reserved opcode", Frame.of(3, Payload.EMPTY));
    discarded(cases, 3, "a continuation of nothing", continuation("?"));
    discarded(cases, 4, "a text message that is not UTF-8", text(Payload.hex("ff")));
    discarded(cases, 5, "a binary message of 64 KiB", binary(Payload.fill(0, BLOCK)));
    discarded(cases, 6, "a Close with half a code", close(Payload.hex("03")));
    discarded(cases, 7, "a Close with another code", close(closeBody(1001)));
    discarded(
        cases, 8, "ten more of them", Collections.nCopies(10, close(NORMAL)).toArray(Frame[]::new));
    discarded(cases, 9, "a ping, a pong and a message", ping("?"), pong("?"), MESSAGE);
    cases.add(
        newCase("22.1.10", "1.4", "5.5.1")
            .sends("Close, and the first octets of a frame that never ends")
            .expects("The closing handshake is completed with 1000.")
            .startsClosing(NORMAL)
            .header(FIN | BINARY, BLOCK)
            .octets("00112233")
            .codeDecides()
            .testerCloses());
  }

  private static void discarded(
      List<ConformanceCase> cases, int number, String words, Frame... behind) {
    cases.add(
        newCase("22.1." + number, "1.4", "5.5.1", "7.1.2")
            .sends("Close, and behind it " + words)
            .expects("What follows Close is not looked at: one Close with 1000 in return.")
            .startsClosing(NORMAL)
            .frames(behind)
            .codeDecides()
            .testerCloses());
  }

  private static void addBeforeClose(List<ConformanceCase> cases) {
    Frame ping = ping("last");
    cases.add(
        before("22.2.1", "a ping right before Close", "5.5.2")
            .expects("A pong, or none, as Close was there when it could be sent; a clean end.")
            .frames(ping)
            .startsClosing(NORMAL)
            .strictly(answered(ping))
            .orAsWell()
            .testerCloses());
    inFlight(cases, 2, "a text message right before Close", MESSAGE);
    inFlight(cases, 3, "64 KiB right before Close", binary(Payload.fill(0xfe, BLOCK)));
    cases.add(
        before("22.2.4", "a pong that nobody asked for, and Close", "5.5.3")
            .frames(pong("?"))
            .startsClosing(NORMAL)
            .testerCloses());
    cases.add(
        before("22.2.5", "the first fragment of a binary message, and Close", "5.4")
            .frames(binary(Payload.utf8("one")).unfinished())
            .startsClosing(NORMAL)
            .testerCloses());
    cases.add(
        before("22.2.6", "a fragment that ends inside of a character, and Close", "5.4", "8.1")
            .expects("The message was never complete, so its text is not wrong: 1000.")
            .frames(text(Payload.hex("48ce")).unfinished())
            .startsClosing(NORMAL)
            .testerCloses());
    cases.add(
        before("22.2.7", "a frame with a reserved bit, and Close: two Closes may meet", "5.5.1")
            .expects("The connection is failed with 1002, and ends.")
            .breaks(Rule.RESERVED_BIT)
            .frames(MESSAGE.reserved(RSV1))
            .startsClosing(NORMAL)
            .eitherCloses()
            .testerClosesUncleanly(1002));
    cases.add(
        before("22.2.8", "a text message that is not UTF-8, and Close", "8.1", "5.5.1")
            .expects("The connection is failed with 1007, and ends.")
            .breaks(Rule.TEXT_NOT_UTF8)
            .frames(text(Payload.hex("c0af")))
            .startsClosing(NORMAL)
            .eitherCloses()
            .testerClosesUncleanly(1007));
  }

  private static CaseBuilder before(String id, String words, String... sections) {
    return newCase(id, sections).sends(words).codeDecides();
  }

  private static void inFlight(
      List<ConformanceCase> cases, int number, String words, Frame message) {
    cases.add(
        before("22.2." + number, words, "5.5.1", "7.1.2")
            .expects("The echo, or none; a clean end.")
            .frames(message)
            .startsClosing(NORMAL)
            .strictly(echo(message))
            .orAsWell()
            .testerCloses());
  }

  private static void addEndsOfOutput(List<ConformanceCase> cases) {
    cases.add(endOfOutput("22.3.1", "nothing").endsOutput().subjectFailsWith(ANY_REASON));
    cases.add(
        endOfOutput("22.3.2", "a text message")
            .frames(MESSAGE)
            .endsOutput()
            .strictly(echo(MESSAGE))
            .orAsWell()
            .subjectFailsWith(ANY_REASON));
    cases.add(
        endOfOutput("22.3.3", "a header without its payload")
            .header(MESSAGE)
            .endsOutput()
            .subjectFailsWith(ANY_REASON));
    cases.add(
        endOfOutput("22.3.4", "half of a frame")
            .header(MESSAGE)
            .octets("48656c6c6f")
            .endsOutput()
            .subjectFailsWith(ANY_REASON));
    cases.add(
        endOfOutput("22.3.5", "the first fragment of a message")
            .frames(text("fragment").unfinished())
            .endsOutput()
            .subjectFailsWith(ANY_REASON));
    Frame ping = ping("last");
    cases.add(
        endOfOutput("22.3.6", "a ping")
            .frames(ping)
            .endsOutput()
            .strictly(answered(ping))
            .orAsWell()
            .subjectFailsWith(ANY_REASON));
    cases.add(
        newCase("22.3.7", "7.1.1", "7.1.4")
            .sends("Close, and the end of the stream at once")
            .expects("A Close in return or none, and the end of the stream.")
            .startsClosing(NORMAL)
            .endsOutput()
            .testerClosesUncleanly(1000));
  }

  private static CaseBuilder endOfOutput(String id, String words) {
    return newCase(id, "7.1.4", "7.1.5", "7.1.7")
        .sends(words + ", and the end of the stream without Close")
        .expects("The subject ends the stream as well.");
  }

  private static void addCodes(List<ConformanceCase> cases) {
    forbidden(cases, 1, 1, "far below the first code");
    forbidden(cases, 2, 1015, "reserved for a failed TLS handshake");
    forbidden(cases, 3, 1999, "not defined");
    for (int i = 0; i < 3; i++) {
      int code = 1012 + i;
      cases.add(
          newCase("22.4." + (4 + i), "7.4.2", "11.7")
              .sends("a Close with " + code + ", which was registered after the RFC")
              .expects("Nothing in particular: an endpoint may know the code or not.")
              .startsClosing(closeBody(code))
              .informational()
              .testerClosesUncleanly(1000, 1002, code));
    }
  }

  private static void forbidden(List<ConformanceCase> cases, int number, int code, String words) {
    cases.add(
        newCase("22.4." + number, "7.4.1", "7.4.2")
            .breaks(Rule.CLOSE_CODE_FORBIDDEN)
            .sends("a Close with " + code + ", " + words)
            .expects("The connection is failed, with 1002 or no code.")
            .startsClosing(closeBody(code))
            .codeDecides()
            .testerClosesUncleanly(1002));
  }
}
