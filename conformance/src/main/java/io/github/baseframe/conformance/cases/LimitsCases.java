package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Section 9: large messages, whole, in fragments and in tiny pieces; many short ones in turn. */
final class LimitsCases {

  static final Payload TEXT_PATTERN = Payload.utf8("BAsd7&jh23");

  private static final Payload BINARY_PATTERN = Payload.hex("00fe23faf0");

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  private static final int[] MESSAGE_SIZES = {64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB};

  private static final int[] FRAGMENT_SIZES = {
    64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB
  };

  private static final int[] PIECE_SIZES = {64, 128, 256, 512, KIB, 2 * KIB};
  private static final int[] ROUND_TRIP_SIZES = {0, 16, 64, 256, KIB, 4 * KIB};
  private static final int ROUND_TRIPS = 1000;
  private static final int SECONDS = 100;

  private LimitsCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    addWhole(cases, "9.1", TEXT_PATTERN, Frame::text);
    addWhole(cases, "9.2", BINARY_PATTERN, Frame::binary);
    addFragmented(cases, "9.3", '*', Frame::text);
    addFragmented(cases, "9.4", 0xfe, Frame::binary);
    addInPieces(cases, "9.5", TEXT_PATTERN, Frame::text);
    addInPieces(cases, "9.6", BINARY_PATTERN, Frame::binary);
    addRoundTrips(cases, "9.7", '*', Frame::text);
    addRoundTrips(cases, "9.8", 0xfe, Frame::binary);
    return cases;
  }

  private static void addWhole(
      List<ConformanceCase> cases, String group, Payload pattern, Function<Payload, Frame> type) {
    for (int i = 0; i < MESSAGE_SIZES.length; i++) {
      Frame message = type.apply(pattern.repeatedTo(MESSAGE_SIZES[i]));
      cases.add(
          limit(group, i + 1, "a message of " + inKib(MESSAGE_SIZES[i]))
              .frames(message)
              .strictly(echo(message))
              .testerCloses());
    }
  }

  private static void addFragmented(
      List<ConformanceCase> cases, String group, int fill, Function<Payload, Frame> type) {
    for (int i = 0; i < FRAGMENT_SIZES.length; i++) {
      // The original fills the first case of a group alone with its own octet.
      int octet = i == 0 ? fill : '*';
      Frame message = type.apply(Payload.fill(octet, 4 * MIB));
      cases.add(
          limit(group, i + 1, "a message of 4096 KiB in fragments of " + FRAGMENT_SIZES[i])
              .fragmented(message, FRAGMENT_SIZES[i])
              .strictly(echo(message))
              .testerCloses());
    }
  }

  private static void addInPieces(
      List<ConformanceCase> cases, String group, Payload pattern, Function<Payload, Frame> type) {
    Frame message = type.apply(pattern.repeatedTo(MIB));
    for (int i = 0; i < PIECE_SIZES.length; i++) {
      cases.add(
          limit(group, i + 1, "a message of 1024 KiB in pieces of " + PIECE_SIZES[i])
              .framesInPieces(PIECE_SIZES[i], message)
              .strictly(echo(message))
              .testerCloses());
    }
  }

  private static void addRoundTrips(
      List<ConformanceCase> cases, String group, int fill, Function<Payload, Frame> type) {
    for (int i = 0; i < ROUND_TRIP_SIZES.length; i++) {
      Frame message = type.apply(Payload.fill(fill, ROUND_TRIP_SIZES[i]));
      cases.add(
          limit(group, i + 1, "1000 times a message of " + ROUND_TRIP_SIZES[i] + ", each awaited")
              .roundTrips(message, ROUND_TRIPS)
              .strictly(Collections.nCopies(ROUND_TRIPS, echo(message)))
              .testerCloses());
    }
  }

  private static CaseBuilder limit(String group, int number, String words) {
    return newCase(group + "." + number, "5.2", "5.4", "5.6").sends(words).within(SECONDS);
  }

  private static String inKib(int octets) {
    return octets / KIB + " KiB";
  }
}
