package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.HELLO;
import static io.github.baseframe.conformance.cases.CaseBuilder.answered;
import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.CaseBuilder.textMessage;
import static io.github.baseframe.conformance.cases.Frame.RSV1;
import static io.github.baseframe.conformance.cases.Frame.RSV2;
import static io.github.baseframe.conformance.cases.Frame.RSV3;
import static io.github.baseframe.conformance.cases.Frame.binary;
import static io.github.baseframe.conformance.cases.Frame.close;
import static io.github.baseframe.conformance.cases.Frame.closeBody;
import static io.github.baseframe.conformance.cases.Frame.continuation;
import static io.github.baseframe.conformance.cases.Frame.ping;
import static io.github.baseframe.conformance.cases.Frame.pong;
import static io.github.baseframe.conformance.cases.Frame.text;

import io.github.baseframe.protocol.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Section 25: details of frames that the Autobahn test suite does not look at. */
final class FrameDetailCases {

  private static final Frame MESSAGE = text(HELLO);
  private static final Payload NORMAL = closeBody(1000);

  /** How long to wait for a subject that may do nothing. */
  private static final int SECONDS = 3;

  private final List<ConformanceCase> cases = new ArrayList<>();
  private String group;
  private int number;

  private FrameDetailCases() {}

  static List<ConformanceCase> all() {
    FrameDetailCases section = new FrameDetailCases();
    section.startGroup("25.1");
    section.addReservedBits();
    section.startGroup("25.2");
    section.addMasks();
    section.startGroup("25.3");
    section.addControlFragments();
    section.startGroup("25.4");
    section.addLongLengths();
    section.startGroup("25.5");
    section.addText();
    section.startGroup("25.6");
    section.addCloseReasons();
    section.startGroup("25.7");
    section.addControlFrames();
    return section.cases;
  }

  private void startGroup(String id) {
    group = id;
    number = 0;
  }

  private CaseBuilder next(String words, String... sections) {
    number++;
    return newCase(group + "." + number, sections).sends(words);
  }

  private void addReservedBits() {
    int[] bits = {RSV1, RSV2, RSV3};
    for (int i = 0; i < bits.length; i++) {
      String bit = " with RSV" + (i + 1);
      fail(Rule.RESERVED_BIT, "a ping" + bit, ping("?").reserved(bits[i]));
      fail(Rule.RESERVED_BIT, "a pong" + bit, pong("?").reserved(bits[i]));
      fail(Rule.RESERVED_BIT, "a Close" + bit, close(NORMAL).reserved(bits[i]));
      fail(
          Rule.RESERVED_BIT,
          "a good fragment, and a continuation" + bit,
          text("good").unfinished(),
          continuation("bad").reserved(bits[i]));
    }
  }

  private void fail(Rule rule, String words, Frame... frames) {
    cases.add(failed(next(words, "5.2").breaks(rule).frames(frames), frames));
  }

  /** To take a bad Close for a good one shows in the code of the answer only. */
  private static ConformanceCase failed(CaseBuilder one, Frame... frames) {
    boolean closes = Stream.of(frames).anyMatch(each -> each.opcodeBits() == Frame.CLOSE);
    return (closes ? one.codeDecides() : one).subjectFailsWith(1002);
  }

  private void addMasks() {
    wrongMask("a text message", MESSAGE);
    wrongMask("an empty text message", text(""));
    wrongMask("a binary message", binary(Payload.fill(0, 300)));
    wrongMask("a ping", ping("?"));
    wrongMask("a pong", pong("?"));
    wrongMask("a Close", close(NORMAL));
    cases.add(
        wrongMask("a good text message, and one that is masked as the other role does")
            .frames(MESSAGE)
            .masked(Step.Mask.AS_THE_OTHER_ROLE, MESSAGE)
            .strictly(echo(MESSAGE))
            .orElse()
            .subjectFailsWith(1002));
    cases.add(
        wrongMask("a good fragment, and a continuation masked as the other role does")
            .frames(text("good").unfinished())
            .masked(Step.Mask.AS_THE_OTHER_ROLE, continuation("bad"))
            .subjectFailsWith(1002));
    cases.add(
        next("a text message whose masking key is zero", "5.3")
            .forServers()
            .masked(Step.Mask.WITH_ZERO_KEY, MESSAGE)
            .strictly(echo(MESSAGE))
            .testerCloses());
  }

  private CaseBuilder wrongMask(String words) {
    return next(words, "5.1").breaks(Rule.UNMASKED_CLIENT_FRAME, Rule.MASKED_SERVER_FRAME);
  }

  private void wrongMask(String words, Frame frame) {
    cases.add(
        failed(
            wrongMask(words + ", unmasked from a client or masked from a server")
                .masked(Step.Mask.AS_THE_OTHER_ROLE, frame),
            frame));
  }

  private void addControlFragments() {
    controlFragment("a ping without FIN", ping("?").unfinished());
    controlFragment("a pong without FIN", pong("?").unfinished());
    controlFragment("a Close without FIN", close(NORMAL).unfinished());
    controlFragment("an empty pong without FIN", pong("").unfinished());
    controlFragment(
        "a pong without FIN and a continuation", pong("one").unfinished(), continuation("two"));
    controlFragment(
        "a Close without FIN and a continuation",
        close(NORMAL).unfinished(),
        continuation("reason"));
    controlFragment(
        "a fragment of text, and inside of the message a pong without FIN",
        text("one").unfinished(),
        pong("?").unfinished(),
        continuation("two"));
    controlFrame(Rule.CONTROL_FRAME_TOO_LONG, "a pong of 126 octets", pong(Payload.fill('*', 126)));
    controlFrame(
        Rule.CONTROL_FRAME_TOO_LONG, "a pong of 65536 octets", pong(Payload.fill('*', 65536)));
  }

  private void controlFragment(String words, Frame... frames) {
    controlFrame(Rule.CONTROL_FRAME_FRAGMENTED, words, frames);
  }

  private void controlFrame(Rule rule, String words, Frame... frames) {
    cases.add(failed(next(words, "5.5").breaks(rule).frames(frames), frames));
  }

  private void addLongLengths() {
    longLength("an empty text message", text(""), Short.BYTES);
    longLength("a text message of 125 octets", text(Payload.fill('*', 125)), Short.BYTES);
    longLength("a text message of 125 octets", text(Payload.fill('*', 125)), Long.BYTES);
    longLength("a binary message of 126 octets", binary(Payload.fill(0, 126)), Long.BYTES);
    longLength("a binary message of 65535 octets", binary(Payload.fill(0, 65535)), Long.BYTES);
    longLength("a ping", ping("?"), Short.BYTES);
    longLength("a ping", ping("?"), Long.BYTES);
    longLength("a pong", pong("?"), Short.BYTES);
    longLength("a Close", close(NORMAL), Short.BYTES);
  }

  private void longLength(String words, Frame frame, int octets) {
    CaseBuilder one =
        next(words + " with its length in " + octets * 8 + " bits, too many", "5.2")
            .expects("The connection is failed, with 1002; the RFC binds the sender only.")
            .breaks(Rule.LENGTH_NOT_SHORTEST)
            .withLengthIn(octets, frame)
            .within(SECONDS)
            .eitherCloses();
    switch (frame.opcodeBits()) {
      case Frame.TEXT, Frame.BINARY -> one.orElse(echo(frame));
      case Frame.PING -> one.orElse(answered(frame));
      case Frame.PONG -> one.frames(MESSAGE).orElse(echo(MESSAGE));
      default -> one.informational();
    }
    cases.add(one.subjectFailsWith(1002, 1000));
  }

  private void addText() {
    interleaved("a ping", "ceba", 1, ping("?"));
    interleaved("a pong", "ceba", 1, pong("?"));
    interleaved("a ping", "e282ac", 2, ping("?"));
    interleaved("a ping", "f09f9880", 1, ping("?"));
    interleaved("a ping", "f09f9880", 3, ping("?"));
    cases.add(
        next("a character cut by a ping, and something else behind it", "8.1", "5.4")
            .expects("The connection is failed with 1007.")
            .breaks(Rule.TEXT_NOT_UTF8)
            .frames(text(Payload.hex("ce")).unfinished(), ping(""), continuation("?"))
            .subjectFailsWith(1007));
    cases.add(
        next("half a character, a ping that holds the other half, and the end", "8.1", "5.4")
            .expects("The connection is failed with 1007: the ping is no part of the text.")
            .breaks(Rule.TEXT_NOT_UTF8)
            .frames(text(Payload.hex("ce")).unfinished(), ping(Payload.hex("ba")), continuation(""))
            .strictly(answered(ping(Payload.hex("ba"))))
            .orAsWell()
            .subjectFailsWith(1007));
    echoed("a byte order mark", text(Payload.hex("efbbbf")));
    echoed("a byte order mark ahead of text", text("\ufeffHello"));
    echoed("a byte order mark inside of text", text("Hel\ufefflo"));
    cases.add(
        next("a byte order mark cut by the end of a fragment", "5.6", "8.1")
            .frames(text(Payload.hex("efbb")).unfinished(), continuation(Payload.hex("bf48")))
            .strictly(textMessage("\ufeffH"))
            .testerCloses());
    echoed("U+0000", text("a\0b"));
    echoed("line ends of all kinds", text("a\r\nb\nc\rd\u2028e"));
    echoed("a character that could be composed", text("e\u0301"));
    echoed("octets that are not UTF-8, in a binary message", binary(Payload.hex("c0aff5ff")));
    cases.add(
        next("a binary message that ends inside of a character, and a text", "5.6", "8.1")
            .frames(binary(Payload.hex("ce")), MESSAGE)
            .strictly(echo(binary(Payload.hex("ce"))), echo(MESSAGE))
            .testerCloses());
  }

  private void interleaved(String control, String hex, int cut, Frame frame) {
    Payload character = Payload.hex(hex);
    Payload first = character.slice(0, cut);
    Payload rest = character.slice(cut, character.length());
    CaseBuilder one =
        next(control + " inside of a character of " + character.length() + " octets", "5.4", "8.1")
            .frames(text(first).unfinished(), frame, continuation(rest));
    if (frame.opcodeBits() == Frame.PING) {
      one.strictly(answered(frame), echo(text(character)));
    } else {
      one.strictly(echo(text(character)));
    }
    cases.add(one.testerCloses());
  }

  private void echoed(String words, Frame message) {
    cases.add(
        next(words, "5.6", "8.1")
            .expects("The message is echoed, not an octet more or less.")
            .frames(message)
            .strictly(echo(message))
            .testerCloses());
  }

  private void addCloseReasons() {
    badReason("an overlong form", "c080");
    badReason("half a character at its end", "48ce");
    badReason("a lone continuation octet", "80");
    badReason("more than Unicode has", "f4908080");
    goodReason("of one character of four octets", Payload.hex("f09f9880"));
    goodReason("of 123 octets, 41 characters", Payload.hex("e282ac").repeatedTo(123));
    goodReason("with a byte order mark", Payload.hex("efbbbf48"));
    goodReason("with U+0000", Payload.hex("00"));
  }

  private void badReason(String words, String hex) {
    cases.add(
        next("a Close whose reason has " + words, "5.5.1", "8.1")
            .breaks(Rule.CLOSE_REASON_NOT_UTF8)
            .expects("The connection is failed, with 1002, 1007 or no code.")
            .startsClosing(closeBody(1000, Payload.hex(hex)))
            .codeDecides()
            .testerClosesUncleanly(1002, 1007));
  }

  private void goodReason(String words, Payload reason) {
    cases.add(
        next("a Close with a reason " + words, "5.5.1", "7.1.6")
            .expects("A clean close with 1000.")
            .startsClosing(closeBody(1000, reason))
            .codeDecides()
            .testerCloses());
  }

  private void addControlFrames() {
    fail(
        Rule.RESERVED_OPCODE,
        "a frame with opcode 3 and without FIN",
        Frame.of(3, Payload.EMPTY).unfinished());
    fail(
        Rule.RESERVED_OPCODE,
        "a frame with opcode 11 and without FIN",
        Frame.of(11, Payload.EMPTY).unfinished());
    fail(
        Rule.RESERVED_OPCODE,
        "a fragment, and inside of the message a frame with opcode 7",
        text("one").unfinished(),
        Frame.of(7, Payload.EMPTY),
        continuation("two"));
    fail(
        Rule.RESERVED_OPCODE,
        "a fragment, and inside of the message a frame with opcode 15",
        text("one").unfinished(),
        Frame.of(15, Payload.EMPTY),
        continuation("two"));
    Frame ping = ping(Payload.hex("00ff80c0"));
    cases.add(
        next("a ping with octets that are not UTF-8", "5.5.2")
            .frames(ping)
            .strictly(answered(ping))
            .testerCloses());
    Frame long125 = ping(Payload.fill(0xff, 125));
    cases.add(
        next("a ping of 125 octets inside of a message", "5.4", "5.5")
            .frames(text("Hello").unfinished(), long125, continuation(", world!"))
            .strictly(answered(long125), echo(MESSAGE))
            .testerCloses());
    cases.add(
        next("a pong that nobody asked for inside of a message", "5.5.3")
            .frames(text("Hello").unfinished(), pong("?"), continuation(", world!"))
            .strictly(echo(MESSAGE))
            .testerCloses());
  }
}
