package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.HELLO;
import static io.github.baseframe.conformance.cases.CaseBuilder.answered;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.CaseBuilder.stillOpen;
import static io.github.baseframe.conformance.cases.CaseBuilder.textMessage;
import static io.github.baseframe.conformance.cases.Frame.continuation;
import static io.github.baseframe.conformance.cases.Frame.ping;
import static io.github.baseframe.conformance.cases.Frame.pong;
import static io.github.baseframe.conformance.cases.Frame.text;

import io.github.baseframe.protocol.Rule;
import java.util.List;

/** Section 5: messages in fragments, control frames between them, fragments out of order. */
final class FragmentationCases {

  private static final Frame FIRST = text("fragment1").unfinished();
  private static final Frame LAST = continuation("fragment2");
  private static final Event BOTH = textMessage("fragment1fragment2");
  private static final Frame PING = ping("ping payload");
  private static final Frame PING_1 = ping("pongme 1!");
  private static final Frame PING_2 = ping("pongme 2!");
  private static final String PAUSE = "after the pause";
  private static final Frame STRAY = continuation("non-continuation payload");
  private static final Frame GOOD = text(HELLO);

  private FragmentationCases() {}

  static List<ConformanceCase> all() {
    return List.of(
        newCase("5.1", "5.4", "5.5")
            .breaks(Rule.CONTROL_FRAME_FRAGMENTED)
            .sends("a ping in two fragments")
            .frames(ping("fragment1").unfinished(), LAST)
            .subjectFailsWith(1002),
        newCase("5.2", "5.4", "5.5")
            .breaks(Rule.CONTROL_FRAME_FRAGMENTED)
            .sends("a pong in two fragments")
            .frames(pong("fragment1").unfinished(), LAST)
            .subjectFailsWith(1002),
        newCase("5.3", "5.4")
            .sends("a text message in two fragments, at once")
            .frames(FIRST, LAST)
            .strictly(BOTH)
            .testerCloses(),
        newCase("5.4", "5.4")
            .sends("a text message in two fragments, one by one")
            .framesApart(FIRST, LAST)
            .strictly(BOTH)
            .testerCloses(),
        newCase("5.5", "5.4")
            .sends("a text message in two fragments, octet by octet")
            .framesInPieces(1, FIRST, LAST)
            .strictly(BOTH)
            .testerCloses(),
        newCase("5.6", "5.4", "5.5.2")
            .sends("a text message in two fragments with a ping between them, at once")
            .frames(FIRST, PING, LAST)
            .strictly(answered(PING), BOTH)
            .testerCloses(),
        newCase("5.7", "5.4", "5.5.2")
            .sends("a text message in two fragments with a ping between them, one by one")
            .framesApart(FIRST, PING, LAST)
            .strictly(answered(PING), BOTH)
            .testerCloses(),
        newCase("5.8", "5.4", "5.5.2")
            .sends("a text message in two fragments with a ping between them, octet by octet")
            .framesInPieces(1, FIRST, PING, LAST)
            .strictly(answered(PING), BOTH)
            .testerCloses(),
        newCase("5.9", "5.4")
            .breaks(Rule.NOTHING_TO_CONTINUE)
            .sends("a final continuation of nothing, then a text message, at once")
            .frames(STRAY, GOOD)
            .subjectFailsWith(1002),
        newCase("5.10", "5.4")
            .breaks(Rule.NOTHING_TO_CONTINUE)
            .sends("a final continuation of nothing, then a text message, one by one")
            .framesApart(STRAY, GOOD)
            .subjectFailsWith(1002),
        newCase("5.11", "5.4")
            .breaks(Rule.NOTHING_TO_CONTINUE)
            .sends("a final continuation of nothing, then a text message, octet by octet")
            .framesInPieces(1, STRAY, GOOD)
            .subjectFailsWith(1002),
        newCase("5.12", "5.4")
            .breaks(Rule.NOTHING_TO_CONTINUE)
            .sends("a continuation of nothing without FIN, then a text message, at once")
            .frames(STRAY.unfinished(), GOOD)
            .subjectFailsWith(1002),
        newCase("5.13", "5.4")
            .breaks(Rule.NOTHING_TO_CONTINUE)
            .sends("a continuation of nothing without FIN, then a text message, one by one")
            .framesApart(STRAY.unfinished(), GOOD)
            .subjectFailsWith(1002),
        newCase("5.14", "5.4")
            .breaks(Rule.NOTHING_TO_CONTINUE)
            .sends("a continuation of nothing without FIN, then a text message, octet by octet")
            .framesInPieces(1, STRAY.unfinished(), GOOD)
            .subjectFailsWith(1002),
        newCase("5.15", "5.4")
            .breaks(Rule.NOTHING_TO_CONTINUE)
            .sends("a text message in two fragments, a continuation of nothing, a text message")
            .frames(FIRST, LAST, continuation("fragment3").unfinished(), text("fragment4"))
            .strictly(BOTH)
            .orElse()
            .subjectFailsWith(1002),
        newCase("5.16", "5.4")
            .breaks(Rule.NOTHING_TO_CONTINUE)
            .sends("twice: a continuation of nothing without FIN, a text message in two fragments")
            .frames(twice(continuation("fragment1").unfinished()))
            .subjectFailsWith(1002),
        newCase("5.17", "5.4")
            .breaks(Rule.NOTHING_TO_CONTINUE)
            .sends("twice: a final continuation of nothing, a text message in two fragments")
            .frames(twice(continuation("fragment1")))
            .subjectFailsWith(1002),
        newCase("5.18", "5.4")
            .breaks(Rule.MESSAGE_NOT_FINISHED)
            .sends("the first fragment of a text message, then a new text message")
            .frames(FIRST, text("fragment2"))
            .subjectFailsWith(1002),
        newCase("5.19", "5.4", "5.5.2")
            .sends("a text message in five fragments with a pause and two pings, in two pieces")
            .frames(FIRST, LAST.unfinished(), PING_1)
            .pause()
            .noteStillOpen(PAUSE)
            .frames(fragment(3), fragment(4), PING_2, continuation("fragment5"))
            .strictly(answered(PING_1), stillOpen(PAUSE), answered(PING_2), allFive())
            .orElse(stillOpen(PAUSE), answered(PING_1), answered(PING_2), allFive())
            .testerCloses(),
        newCase("5.20", "5.4", "5.5.2")
            .sends("a text message in five fragments with a pause and two pings, one by one")
            .framesApart(FIRST, LAST.unfinished(), PING_1)
            .pause()
            .noteStillOpen(PAUSE)
            .framesApart(fragment(3), fragment(4), PING_2, continuation("fragment5"))
            .strictly(answered(PING_1), stillOpen(PAUSE), answered(PING_2), allFive())
            .orElse(stillOpen(PAUSE), answered(PING_1), answered(PING_2), allFive())
            .testerCloses());
  }

  private static Frame[] twice(Frame stray) {
    Frame begin = text("fragment2").unfinished();
    Frame end = continuation("fragment3");
    return new Frame[] {stray, begin, end, stray, begin, end};
  }

  private static Frame fragment(int number) {
    return continuation("fragment" + number).unfinished();
  }

  private static Event allFive() {
    return textMessage("fragment1fragment2fragment3fragment4fragment5");
  }
}
