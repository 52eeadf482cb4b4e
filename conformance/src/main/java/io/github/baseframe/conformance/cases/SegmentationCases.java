package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.answered;
import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.Frame.binary;
import static io.github.baseframe.conformance.cases.Frame.close;
import static io.github.baseframe.conformance.cases.Frame.closeBody;
import static io.github.baseframe.conformance.cases.Frame.continuation;
import static io.github.baseframe.conformance.cases.Frame.ping;
import static io.github.baseframe.conformance.cases.Frame.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Section 23: TCP is a stream, so frames may be cut wherever it suits. What is sent has a character
 * of two octets across two fragments, a ping in between, and a length of 16 bits.
 */
final class SegmentationCases {

  private static final Frame TEXT = text(Payload.hex("cebacf83"));
  private static final Frame PING = ping("ab");
  private static final Frame BINARY = binary(Payload.hex("00fe").repeatedTo(126));

  private static final Frame[] SCRIPT = {
    text(Payload.hex("ceba" + "cf")).unfinished(), PING, continuation(Payload.hex("83")), BINARY
  };

  /** Behind all headers, masked or not. */
  private static final int LAST_CUT = 40;

  private static final int[] PIECES = {1, 2, 3, 5, 7, 11, 13, 64};

  private SegmentationCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    for (int cut = 1; cut <= LAST_CUT; cut++) {
      cases.add(
          script("23.1." + cut, "cut behind octet " + cut).cutBehind(cut, SCRIPT).testerCloses());
    }
    for (int i = 0; i < PIECES.length; i++) {
      cases.add(
          script("23.2." + (i + 1), "in pieces of " + PIECES[i])
              .streamInPieces(PIECES[i], SCRIPT)
              .testerCloses());
    }
    Frame end = close(closeBody(1000, Payload.utf8("bye")));
    for (int cut = 1; cut <= 6; cut++) {
      cases.add(
          newCase("23.3." + cut, "5.2", "5.5.1")
              .sends("a Close with a reason, cut behind octet " + cut)
              .expects("A clean close with 1000.")
              .cutBehind(cut, end)
              .codeDecides()
              .testerCloses());
    }
    addCoalesced(cases);
    return cases;
  }

  private static CaseBuilder script(String id, String words) {
    return newCase(id, "5.2", "5.4")
        .sends("text in two fragments with a ping in between, and binary, " + words)
        .expects("Both messages are echoed, and the ping is answered.")
        .strictly(answered(PING), echo(TEXT), echo(BINARY));
  }

  private static void addCoalesced(List<ConformanceCase> cases) {
    Frame message = text("coalesced");
    cases.add(
        newCase("23.4.1", "5.2", "5.6")
            .sends("100 text messages in one piece")
            .repeated(100, message)
            .strictly(Collections.nCopies(100, echo(message)))
            .testerCloses());
    cases.add(
        newCase("23.4.2", "5.2", "5.5.1")
            .sends("a text message and Close in one piece")
            .expects("The echo, or none; a clean close with 1000.")
            .frames(message)
            .startsClosing(closeBody(1000))
            .strictly(echo(message))
            .orAsWell()
            .testerCloses());
    cases.add(
        newCase("23.4.3", "5.2", "5.6")
            .sends("two binary messages of 70000 octets, cut behind octet 60000")
            .expects("Both messages are echoed.")
            .cutBehind(60_000, large(), large())
            .strictly(echo(large()), echo(large()))
            .testerCloses());
  }

  private static Frame large() {
    return binary(Payload.hex("0001020304").repeatedTo(70_000));
  }
}
