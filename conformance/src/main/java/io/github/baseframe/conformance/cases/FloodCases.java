package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.HELLO;
import static io.github.baseframe.conformance.cases.CaseBuilder.answered;
import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.CaseBuilder.stillOpen;
import static io.github.baseframe.conformance.cases.Frame.BINARY;
import static io.github.baseframe.conformance.cases.Frame.CONTINUATION;
import static io.github.baseframe.conformance.cases.Frame.FIN;
import static io.github.baseframe.conformance.cases.Frame.TEXT;
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

/**
 * Section 21: much of what is legal in small amounts, and lengths that no endpoint can hold. An
 * endpoint may have limits (RFC 6455 10.4), but has to say so with a Close.
 */
final class FloodCases {

  private static final Frame MESSAGE = text(HELLO);
  private static final Payload BLOCK = Payload.fill('*', 65536);
  private static final String WAITING = "a second later";
  private static final Integer[] LIMIT_CODES = {1000, 1008, 1009};

  private FloodCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    addFragments(cases);
    addFrames(cases);
    addSlowness(cases);
    addLengths(cases);
    return cases;
  }

  private static CaseBuilder flood(String id, String words, String... sections) {
    return newCase(id, sections).sends(words).within(30);
  }

  private static void addFragments(List<ConformanceCase> cases) {
    Frame tenThousand = text(Payload.fill('*', 10_000));
    cases.add(
        flood("21.1.1", "a text message of 10000 octets in fragments of one", "5.4", "10.4")
            .fragmented(tenThousand, 1)
            .strictly(echo(tenThousand))
            .orElse()
            .eitherCloses()
            .testerCloses(LIMIT_CODES));
    Frame last = continuation("end");
    cases.add(
        flood("21.1.2", "10000 empty fragments of a text message, and one that ends it", "5.4")
            .frames(text("").unfinished())
            .repeated(9_999, continuation("").unfinished())
            .frames(last)
            .strictly(echo(text("end")))
            .orElse()
            .eitherCloses()
            .testerCloses(LIMIT_CODES));
    cases.add(
        flood("21.1.3", "a message of 1000 fragments, a ping behind each of them", "5.4", "5.5")
            .frames(binary(Payload.utf8("a")).unfinished())
            .frames(pingsAndFragments(1000))
            .frames(continuation("z"))
            .strictly(echo(binary(Payload.utf8("a" + "b".repeat(1000) + "z"))))
            .orElse()
            .eitherCloses()
            .testerCloses(LIMIT_CODES));
    cases.add(
        flood("21.1.4", "a message of two fragments, the first one empty", "5.4")
            .frames(text("").unfinished(), continuation(HELLO))
            .strictly(echo(MESSAGE))
            .testerCloses());
    cases.add(
        flood("21.1.5", "a message of two fragments, the last one empty", "5.4")
            .frames(text(HELLO).unfinished(), continuation(""))
            .strictly(echo(MESSAGE))
            .testerCloses());
  }

  private static Frame[] pingsAndFragments(int count) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(ping(""));
      frames.add(continuation("b").unfinished());
    }
    return frames.toArray(Frame[]::new);
  }

  private static void addFrames(List<ConformanceCase> cases) {
    cases.add(
        flood("21.2.1", "10000 empty pings at once, and a text message", "5.5.2", "10.4")
            .repeated(10_000, ping(""))
            .frames(MESSAGE)
            .strictly(echo(MESSAGE))
            .orElse()
            .eitherCloses()
            .testerCloses(LIMIT_CODES));
    cases.add(
        flood("21.2.2", "10000 pongs that nobody asked for, and a text message", "5.5.3")
            .repeated(10_000, pong("unsolicited"))
            .frames(MESSAGE)
            .strictly(echo(MESSAGE))
            .orElse()
            .eitherCloses()
            .testerCloses(LIMIT_CODES));
    Frame one = binary(Payload.utf8("1"));
    cases.add(
        flood("21.2.3", "5000 binary messages of one octet at once", "5.6")
            .repeated(5000, one)
            .strictly(Collections.nCopies(5000, echo(one)))
            .testerCloses());
    cases.add(
        flood("21.2.4", "5000 empty text messages at once", "5.6")
            .repeated(5000, text(""))
            .strictly(Collections.nCopies(5000, echo(text(""))))
            .testerCloses());
  }

  private static void addSlowness(List<ConformanceCase> cases) {
    cases.add(
        flood("21.3.1", "a text message, one octet every 5 ms", "5.2")
            .slowly(MESSAGE)
            .strictly(echo(MESSAGE))
            .testerCloses());
    cases.add(
        flood("21.3.2", "a ping, one octet every 5 ms", "5.5.2")
            .slowly(ping("slow"))
            .strictly(answered(ping("slow")))
            .testerCloses());
    cases.add(
        flood("21.3.3", "a Close, one octet every 5 ms", "5.5.1")
            .slowly(close(closeBody(1000, Payload.utf8("slow"))))
            .testerCloses());
    cases.add(
        flood("21.3.4", "a header that announces a text, and its payload a second later", "5.2")
            .header(MESSAGE)
            .pause()
            .noteStillOpen(WAITING)
            .octets("48656c6c6f2c20776f726c6421")
            .strictly(stillOpen(WAITING), echo(MESSAGE))
            .testerCloses());
  }

  private static void addLengths(List<ConformanceCase> cases) {
    length(cases, 1, "a binary message of 2^31 octets", FIN | BINARY, 1L << 31);
    length(cases, 2, "a binary message of 2^32 octets", FIN | BINARY, 1L << 32);
    cases.add(
        announced(
                "21.4.3", "the header of a text message of 2^32 + 65536 octets, and 65536 of them")
            .breaks(Rule.FRAME_TOO_BIG)
            .header(FIN | TEXT, (1L << 32) + BLOCK.length())
            .octets(BLOCK)
            .pause()
            .noteStillOpen(WAITING)
            .subjectFailsWith(1009));
    length(cases, 4, "a binary message of 2^62 octets", FIN | BINARY, 1L << 62);
    length(cases, 5, "a text message of 2^63 - 1 octets", FIN | TEXT, Long.MAX_VALUE);
    cases.add(
        announced("21.4.6", "a fragment of 5 octets, and the header of one of 2^63 - 1")
            .breaks(Rule.FRAME_TOO_BIG)
            .frames(binary(Payload.utf8("Hello")).unfinished())
            .header(FIN | CONTINUATION, Long.MAX_VALUE)
            .pause()
            .noteStillOpen(WAITING)
            .subjectFailsWith(1009));
    topBit(cases, 7, "2^63", FIN | BINARY, Long.MIN_VALUE);
    topBit(cases, 8, "2^63 + 65536", FIN | TEXT, Long.MIN_VALUE + BLOCK.length());
    topBit(cases, 9, "2^64 - 1", FIN | TEXT, -1);
    topBit(cases, 10, "2^64 - 8, a small number but for its sign", FIN | BINARY, -8);
  }

  private static void length(
      List<ConformanceCase> cases, int number, String words, int firstByte, long length) {
    cases.add(
        announced("21.4." + number, "the header of " + words + ", and nothing else")
            .breaks(Rule.FRAME_TOO_BIG)
            .header(firstByte, length)
            .pause()
            .noteStillOpen(WAITING)
            .subjectFailsWith(1009));
  }

  private static CaseBuilder announced(String id, String words) {
    return flood(id, words, "5.2", "10.4", "CVE-2020-27813")
        .expects("The connection is failed, with 1009; to wait for the payload is allowed.")
        .strictly()
        .orElse(stillOpen(WAITING))
        .within(3)
        .eitherCloses();
  }

  private static void topBit(
      List<ConformanceCase> cases, int number, String length, int firstByte, long bits) {
    cases.add(
        flood(
                "21.4." + number,
                "a length of 64 bits that reads " + length + ", and 65536 octets",
                "5.2",
                "CVE-2020-13935")
            .breaks(Rule.LENGTH_TOP_BIT)
            .header(firstByte, bits)
            .octets(BLOCK)
            .subjectFailsWith(1002, 1009));
  }
}
