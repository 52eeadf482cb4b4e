package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Section 1: whole messages around the lengths where the header changes its form. */
final class FramingCases {

  /** The last length of 7 bits, the first three of 16 bits, the last one, the first of 64 bits. */
  private static final int[] LENGTHS = {0, 125, 126, 127, 128, 65535, 65536};

  private static final int PIECE_OCTETS = 997;

  private FramingCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    addFamily(cases, "1.1", "text", '*', Frame::text);
    addFamily(cases, "1.2", "binary", 0xfe, Frame::binary);
    return cases;
  }

  private static void addFamily(
      List<ConformanceCase> cases,
      String group,
      String type,
      int fill,
      Function<Payload, Frame> message) {
    for (int i = 0; i < LENGTHS.length; i++) {
      Frame frame = message.apply(Payload.fill(fill, LENGTHS[i]));
      cases.add(
          newCase(group + "." + (i + 1), "5.2", "5.6")
              .sends("a " + type + " message of " + LENGTHS[i] + " octets")
              .frames(frame)
              .strictly(echo(frame))
              .testerCloses());
    }
    Frame longest = message.apply(Payload.fill(fill, 65536));
    cases.add(
        newCase(group + ".8", "5.2", "5.6")
            .sends("a " + type + " message of 65536 octets in pieces of " + PIECE_OCTETS)
            .framesInPieces(PIECE_OCTETS, longest)
            .strictly(echo(longest))
            .testerCloses());
  }
}
