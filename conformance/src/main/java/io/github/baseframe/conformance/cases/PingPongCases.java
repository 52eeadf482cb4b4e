package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.HELLO;
import static io.github.baseframe.conformance.cases.CaseBuilder.answered;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.Frame.closeBody;
import static io.github.baseframe.conformance.cases.Frame.ping;
import static io.github.baseframe.conformance.cases.Frame.pong;

import io.github.baseframe.protocol.Rule;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Section 2: pings are answered with their own payload, pongs are not answered. */
final class PingPongCases {

  private static final Frame UNSOLICITED = pong("unsolicited pong payload");

  private static final Frame[] TEN_PINGS =
      IntStream.range(0, 10).mapToObj(i -> ping("payload-" + i)).toArray(Frame[]::new);

  private PingPongCases() {}

  static List<ConformanceCase> all() {
    return List.of(
        answeredPing("2.1", "an empty ping", ping("")),
        answeredPing("2.2", "a ping with text", ping(HELLO)),
        answeredPing(
            "2.3", "a ping with octets that are no text", ping(Payload.hex("00fffefdfcfb00ff"))),
        answeredPing("2.4", "a ping of 125 octets", ping(Payload.fill(0xfe, 125))),
        newCase("2.5", "5.5")
            .breaks(Rule.CONTROL_FRAME_TOO_LONG)
            .sends("a ping of 126 octets, one more than a control frame may have")
            .frames(ping(Payload.fill(0xfe, 126)))
            .subjectFailsWith(1002),
        newCase("2.6", "5.5.2")
            .sends("a ping of 125 octets, octet by octet")
            .framesInPieces(1, ping(Payload.fill(0xfe, 125)))
            .strictly(answered(ping(Payload.fill(0xfe, 125))))
            .testerCloses(),
        newCase("2.7", "5.5.3")
            .sends("an empty pong that nobody asked for, then Close")
            .expects("The pong is ignored, the closing handshake completed.")
            .frames(pong(""))
            .startsClosing(closeBody(1000))
            .testerCloses(),
        newCase("2.8", "5.5.3")
            .sends("a pong with payload that nobody asked for, then Close")
            .expects("The pong is ignored, the closing handshake completed.")
            .frames(UNSOLICITED)
            .startsClosing(closeBody(1000))
            .testerCloses(),
        newCase("2.9", "5.5.2", "5.5.3")
            .sends("a pong that nobody asked for, then a ping")
            .expects("The ping is answered, with its own payload; then a clean close.")
            .frames(UNSOLICITED, ping("ping payload"))
            .strictly(answered(ping("ping payload")))
            .testerCloses(),
        newCase("2.10", "5.5.2", "5.5.3")
            .sends("ten pings at once")
            .expects("Pongs in the order of the pings; the last ping must be answered.")
            .frames(TEN_PINGS)
            .strictly(Stream.of(TEN_PINGS).map(CaseBuilder::answered).toList())
            .testerCloses(),
        newCase("2.11", "5.5.2", "5.5.3")
            .sends("ten pings, octet by octet")
            .expects("Pongs in the order of the pings; the last ping must be answered.")
            .framesInPieces(1, TEN_PINGS)
            .strictly(Stream.of(TEN_PINGS).map(CaseBuilder::answered).toList())
            .testerCloses());
  }

  private static ConformanceCase answeredPing(String id, String words, Frame ping) {
    return newCase(id, "5.5.2").sends(words).frames(ping).strictly(answered(ping)).testerCloses();
  }
}
