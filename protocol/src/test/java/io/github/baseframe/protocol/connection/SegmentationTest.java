package io.github.baseframe.protocol.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How the transport cuts a stream into pieces tells nothing: the same bytes cause the same events
 * and the same output.
 */
class SegmentationTest {

  private static final Limits LIMITS = new Limits(1000, 1500, 5, 10_000);

  /** What happened at a connection: its events, and all that it wrote. */
  private record Outcome(List<String> events, String output, ConnectionState state) {}

  /** One stream as one endpoint receives it. */
  record Case(Role role, String name, String hex) {
    @Override
    public String toString() {
      return name + " at the " + role.name().toLowerCase(Locale.ROOT);
    }
  }

  static Stream<Case> streams() {
    return Stream.of(Role.values()).flatMap(SegmentationTest::streamsTo);
  }

  private static Stream<Case> streamsTo(Role role) {
    String text = "\u00E9\u20AC\uD83D\uDE00 and more";
    return Stream.of(
        stream(role, "messages", frames(role).text(text).binary(new byte[130]).text("")),
        stream(role, "pings", frames(role).ping("a").ping("").pong("b").ping("c".repeat(125))),
        stream(
            role,
            "fragments",
            begun(role).ping("x").frame(0x00, "").pong("y").frame(0x80, "\u00E9").text("next")),
        stream(role, "Close", frames(role).text("a").close(1000, "bye \u00E9").text("late")),
        stream(role, "Close in a message", begun(role).close().frame(0x80, "late")),
        stream(role, "reserved opcode", frames(role).ping("a").frame(0x83, "x").ping("late")),
        stream(role, "reserved bit", frames(role).ping("a").frame(0xC1, "x").ping("late")),
        stream(role, "fragmented ping", begun(role).frame(0x09, "x").ping("late")),
        stream(role, "long ping", frames(role).frame(0x89, "x".repeat(126)).ping("late")),
        stream(role, "nothing to continue", frames(role).text("a").frame(0x80, "x").ping("late")),
        stream(role, "not finished", begun(role).text("x").ping("late")),
        stream(role, "not UTF-8", begun(role).frame(0x80, bytes("41 f0 9f 98 41")).ping("late")),
        stream(role, "cut character", begun(role).frame(0x80, bytes("41 f0 9f 98")).ping("late")),
        stream(role, "frame too large", begun(role).frame(0x80, new byte[1001]).ping("late")),
        stream(
            role,
            "message too large",
            frames(role).frame(0x02, new byte[1000]).frame(0x80, new byte[501]).ping("late")),
        stream(
            role,
            "too many fragments",
            begun(role).frame(0, "").frame(0, "").frame(0, "").frame(0, "").frame(0, "")),
        stream(role, "long length", frames(role).ping("a").raw(lengthOf126In64Bits(role))),
        stream(role, "one byte of Close", frames(role).frame(0x88, "x").ping("late")),
        stream(role, "bad close code", frames(role).close(1006, "").ping("late")),
        stream(role, "bad close reason", frames(role).frame(0x88, bytes("03e8 ff")).ping("late")),
        stream(
            role, "wrong mask", frames(role).ping("a").raw(Frames.sentBy(role).text("x").bytes())));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aCutAtAnyPlaceTellsNothing(Case stream) {
    int length = Hex.bytes(stream.hex).limit();
    Outcome whole = outcome(stream, List.of());

    for (int cut = 0; cut <= length; cut++) {
      assertThat(outcome(stream, List.of(cut))).as("cut at %d", cut).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void singleBytesTellNothing(Case stream) {
    int length = Hex.bytes(stream.hex).limit();
    List<Integer> everywhere = IntStream.range(0, length).boxed().toList();

    assertThat(outcome(stream, everywhere)).isEqualTo(outcome(stream, List.of()));
  }

  @Property
  void randomPiecesTellNothing(
      @ForAll("anyStream") Case stream, @ForAll("cuts") List<Integer> cuts) {
    int length = Hex.bytes(stream.hex).limit();
    List<Integer> within = cuts.stream().map(cut -> cut % (length + 1)).sorted().toList();

    assertThat(outcome(stream, within)).isEqualTo(outcome(stream, List.of()));
  }

  @Provide
  Arbitrary<Case> anyStream() {
    return Arbitraries.oneOf(Arbitraries.of(streams().toList()), randomStreams());
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(0, 10_000).list().ofMaxSize(30);
  }

  /** Mostly legal frames, one after another, and now and then one that is not. */
  private static Arbitrary<Case> randomStreams() {
    Arbitrary<Integer> firstBytes =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.of(0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0x89, 0x8A)),
            Tuple.of(1, Arbitraries.integers().between(0, 255)));
    Arbitrary<String> payloads = Arbitraries.strings().all().ofMaxLength(60);
    Arbitrary<String> frames =
        Combinators.combine(firstBytes, payloads)
            .as((first, payload) -> "%02x".formatted(first) + hex(payload));
    return Combinators.combine(Arbitraries.of(Role.class), frames.list().ofMaxSize(8))
        .as(SegmentationTest::randomStream);
  }

  private static Case randomStream(Role role, List<String> frames) {
    Frames stream = frames(role);
    for (String frame : frames) {
      ByteBuffer bytes = Hex.bytes(frame);
      stream.frame(bytes.get() & 0xFF, Hex.toArray(bytes));
    }
    return stream(role, frames.toString(), stream);
  }

  /** Feeds a stream in pieces; the transport takes all output after each piece. */
  private static Outcome outcome(Case stream, List<Integer> cuts) {
    Endpoint endpoint = new Endpoint(stream.role, LIMITS);
    ByteBuffer bytes = Hex.bytes(stream.hex);
    StringBuilder output = new StringBuilder();
    List<Integer> ends = new ArrayList<>(cuts);
    ends.add(bytes.limit());
    int start = 0;
    for (int end : ends) {
      endpoint.receive(bytes.slice(start, end - start));
      output.append(endpoint.sentHex());
      start = end;
    }
    return new Outcome(endpoint.events(), output.toString(), endpoint.state());
  }

  private static Frames frames(Role role) {
    return Frames.sentTo(role);
  }

  /** A text message has begun. */
  private static Frames begun(Role role) {
    return frames(role).frame(0x01, "\u20AC");
  }

  private static Case stream(Role role, String name, Frames frames) {
    return new Case(role, name, frames.hex());
  }

  private static ByteBuffer lengthOf126In64Bits(Role role) {
    return Hex.bytes(role == Role.SERVER ? "82ff 000000000000007e" : "827f 000000000000007e");
  }

  private static byte[] bytes(String hex) {
    return Hex.toArray(Hex.bytes(hex));
  }

  private static String hex(String text) {
    return Hex.of(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }
}
