package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.HELLO;
import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.Frame.RSV1;
import static io.github.baseframe.conformance.cases.Frame.RSV2;
import static io.github.baseframe.conformance.cases.Frame.RSV3;
import static io.github.baseframe.conformance.cases.Frame.binary;
import static io.github.baseframe.conformance.cases.Frame.close;
import static io.github.baseframe.conformance.cases.Frame.ping;
import static io.github.baseframe.conformance.cases.Frame.text;

import io.github.baseframe.protocol.Rule;
import java.util.List;

/** Section 3: without an extension that gives them a meaning, RSV1 to RSV3 are 0. */
final class ReservedBitCases {

  private static final Frame GOOD = text(HELLO);

  private ReservedBitCases() {}

  static List<ConformanceCase> all() {
    return List.of(
        reservedBit("3.1")
            .sends("a text message with RSV3")
            .frames(GOOD.reserved(RSV3))
            .subjectFailsWith(1002),
        reservedBit("3.2")
            .sends("a good text message, one with RSV2, and a ping, at once")
            .frames(GOOD, GOOD.reserved(RSV2), ping(""))
            .strictly(echo(GOOD))
            .orElse()
            .subjectFailsWith(1002),
        reservedBit("3.3")
            .sends("a good text message, one with RSV2 and RSV3, and a ping, one by one")
            .framesApart(GOOD, GOOD.reserved(RSV2 | RSV3), ping(""))
            .strictly(echo(GOOD))
            .orElse()
            .subjectFailsWith(1002),
        reservedBit("3.4")
            .sends("a good text message, one with RSV1, and a ping, octet by octet")
            .framesInPieces(1, GOOD, GOOD.reserved(RSV1), ping(""))
            .strictly(echo(GOOD))
            .orElse()
            .subjectFailsWith(1002),
        reservedBit("3.5")
            .sends("a binary message with RSV1 and RSV3")
            .frames(binary(Payload.hex("00fffefdfcfb00ff")).reserved(RSV1 | RSV3))
            .subjectFailsWith(1002),
        reservedBit("3.6")
            .sends("a binary message with RSV1 and RSV2")
            .frames(binary(Payload.utf8(HELLO)).reserved(RSV1 | RSV2))
            .subjectFailsWith(1002),
        reservedBit("3.7")
            .sends("a Close frame with all three reserved bits")
            .frames(close(Payload.EMPTY).reserved(RSV1 | RSV2 | RSV3))
            .subjectFailsWith(1002));
  }

  private static CaseBuilder reservedBit(String id) {
    return newCase(id, "5.2").breaks(Rule.RESERVED_BIT);
  }
}
