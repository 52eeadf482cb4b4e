package io.github.baseframe.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.Endpoint;
import io.github.baseframe.protocol.frame.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 9: what an extension may do to messages, shown with one that is no other's. */
class MessageTransformTest {

  /** Hello, each byte with the bits 55 flipped. */
  private static final byte[] FLIPPED_HELLO = Hex.toArray(Hex.bytes("1d 30 39 39 3a"));

  private final FlippingTransform transform = new FlippingTransform();

  private Endpoint endpoint(Role role) {
    return new Endpoint(role, transform);
  }

  private static Endpoint receiver(Limits limits, int expansion) {
    ConnectionSettings settings =
        new ConnectionSettings(limits, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE);
    return new Endpoint(Role.CLIENT, settings, new FlippingTransform(expansion, 1, null));
  }

  // ---- Receiving

  @ParameterizedTest
  @EnumSource
  void aMessageMarkedByRsv1IsDecodedAndOthersAreNot(Role role) {
    Endpoint endpoint = endpoint(role);

    endpoint.receive(
        Frames.sentTo(role).text("plain").frame(0xC1, FLIPPED_HELLO).binary(FLIPPED_HELLO));

    assertThat(endpoint.events()).containsExactly("text plain", "text Hello", "binary 1d3039393a");
  }

  @ParameterizedTest
  @EnumSource
  void theFirstFrameMarksAllFragmentsOfItsMessage(Role role) {
    Endpoint endpoint = endpoint(role);

    endpoint.receive(
        Frames.sentTo(role)
            .frame(0x42, "")
            .frame(0x00, new byte[] {0x1d})
            .ping("between")
            .frame(0x00, new byte[] {0x30, 0x39})
            .frame(0x80, new byte[] {0x39, 0x3a})
            .frame(0x82, "no"));

    assertThat(endpoint.events())
        .containsExactly("ping between", "binary 48656c6c6f", "binary 6e6f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4100 c000", // on a continuation
        "c900", // on a ping
        "ca00", // on a pong
        "c800", // on a Close
        "a100", // RSV2
        "9100", // RSV3
        "f100" // all three
      })
  void aReservedBitAnywhereElseIs1002(String wire) {
    Endpoint client = endpoint(Role.CLIENT);

    client.receive(Hex.bytes(wire));

    assertThat(client.events()).containsExactly("close 1002 a reserved bit is set unclean");
  }

  @ParameterizedTest
  @EnumSource
  void rsv1WithoutAnExtensionIs1002(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).frame(0xC1, FLIPPED_HELLO));

    assertThat(endpoint.events()).containsExactly("close 1002 a reserved bit is set unclean");
  }

  @Test
  void theLimitForMessagesHoldsForWhatComesOut() {
    Endpoint fits = receiver(Limits.DEFAULT.withMaxMessageBytes(50), 10);
    fits.receive(Frames.sentTo(Role.CLIENT).frame(0xC2, FLIPPED_HELLO));
    assertThat(fits.events()).hasSize(1).allMatch(event -> event.startsWith("binary "));

    Endpoint tooLarge = receiver(Limits.DEFAULT.withMaxMessageBytes(49), 10);
    tooLarge.receive(Frames.sentTo(Role.CLIENT).frame(0xC2, FLIPPED_HELLO));
    assertThat(tooLarge.events())
        .containsExactly("close 1009 a message may have at most 49 bytes unclean");
  }

  @Test
  void theLimitForMessagesHoldsForASinglePieceToo() {
    Endpoint client = receiver(Limits.DEFAULT.withMaxMessageBytes(9), 10);

    client.receive(Frames.sentTo(Role.CLIENT).frame(0xC2, "x"));

    assertThat(client.events())
        .containsExactly("close 1009 a message may have at most 9 bytes unclean");
  }

  @Test
  void theLimitForMessagesHoldsForWhatComesInToo() {
    Endpoint client = receiver(Limits.DEFAULT.withMaxMessageBytes(4), 1);

    // Of 1029 bytes; up to 1028 it might be 4 that got larger.
    client.receive(Hex.bytes("c17e0405 1d"));

    assertThat(client.events())
        .containsExactly("close 1009 a frame may have at most 1028 bytes unclean");
  }

  @Test
  void textIsCheckedAfterDecodingAtTheFirstImpossibleByte() {
    Endpoint client = endpoint(Role.CLIENT);

    client.receive(Hex.bytes("4103 1d 30"));
    assertThat(client.events()).isEmpty();
    client.receive(Hex.bytes("aa")); // FF

    assertThat(client.events()).containsExactly("close 1007 a text message is not UTF-8 unclean");
  }

  @Test
  void textMustNotEndInsideOfACharacterAfterDecoding() {
    Endpoint client = endpoint(Role.CLIENT);

    client.receive(Hex.bytes("c101 96")); // C3

    assertThat(client.events()).containsExactly("close 1007 a text message is not UTF-8 unclean");
  }

  // ---- Sending

  @ParameterizedTest
  @EnumSource
  void aMessageThatTheTransformTakesIsMarkedByRsv1(Role role) {
    Endpoint endpoint = endpoint(role);

    endpoint.connection.sendText("Hello");
    endpoint.connection.sendBinary(Hex.bytes("48656c6c6f"));

    assertThat(endpoint.drain())
        .isEqualTo(
            Frames.sentBy(role).frame(0xC1, FLIPPED_HELLO).frame(0xC2, FLIPPED_HELLO).bytes());
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatTheTransformLeavesIsSentAsItIs(Role role) {
    Endpoint endpoint = endpoint(role);

    endpoint.connection.sendText("Hi");
    endpoint.connection.sendPing(Hex.bytes("010203"));

    assertThat(endpoint.drain()).isEqualTo(Frames.sentBy(role).text("Hi").ping("\1\2\3").bytes());
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheFirstFragmentIsMarkedAndPiecesAreCopied(Role role) {
    FlippingTransform inPieces = new FlippingTransform(1, 3, null);
    Endpoint endpoint = new Endpoint(role, inPieces);

    endpoint.connection.sendText("Hello");

    assertThat(endpoint.drain())
        .isEqualTo(
            Frames.sentBy(role)
                .frame(0x41, new byte[] {0x1d, 0x30, 0x39})
                .frame(0x80, new byte[] {0x39, 0x3a})
                .bytes());
  }

  @ParameterizedTest
  @EnumSource
  void aPieceIsSplitWhereFramesMayNotBeSoLarge(Role role) {
    ConnectionSettings settings =
        new ConnectionSettings(Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, 2);
    Endpoint endpoint = new Endpoint(role, settings, new FlippingTransform(1, 3, null));

    endpoint.connection.sendText("Hello");

    assertThat(endpoint.drain())
        .isEqualTo(
            Frames.sentBy(role)
                .frame(0x41, new byte[] {0x1d, 0x30})
                .frame(0x00, new byte[] {0x39})
                .frame(0x80, new byte[] {0x39, 0x3a})
                .bytes());
  }

  @Test
  void aLargePieceIsNotBorrowed() {
    Endpoint server = endpoint(Role.SERVER);
    List<String> asked = new ArrayList<>();
    server.writeNow = () -> asked.add("asked");

    server.connection.sendBinary(ByteBuffer.allocate(50_000));

    assertThat(asked).isEmpty();
    assertThat(String.join("", server.sentFrames()).replaceAll("(fin|more) [A-Z]+ ", ""))
        .isEqualTo("55".repeat(50_000));
  }

  @Test
  void theDriverMayWriteWhileALargeMessageIsTransformed() {
    int pieceBytes = MessageWriter.MAX_COPIED_BYTES;
    int pieces = OutboundQueue.MAX_COLLECTED_BYTES / pieceBytes;
    List<Long> waiting = new ArrayList<>();
    Endpoint server = new Endpoint(Role.SERVER, new FlippingTransform(1, pieceBytes, null));
    server.writeNow =
        () -> {
          waiting.add(server.connection.outputBytes());
          server.drain();
        };

    server.connection.sendBinary(ByteBuffer.allocate((3 * pieces + 1) * pieceBytes));

    long frameBytes = pieceBytes + 4;
    assertThat(waiting)
        .containsExactly(pieces * frameBytes, pieces * frameBytes, pieces * frameBytes);
    assertThat(server.connection.outputBytes()).isEqualTo(frameBytes);
  }

  @Test
  void theDriverIsNotAskedToWriteToATransportThatDoesNotTakeAnything() {
    List<String> asked = new ArrayList<>();
    Endpoint server = new Endpoint(Role.SERVER, new FlippingTransform(1, 8 * 1024, null));
    server.writeNow =
        () -> {
          asked.add("asked");
          server.connection.hold();
        };

    server.connection.sendBinary(ByteBuffer.allocate(1_000_000));

    assertThat(asked).hasSize(1);
    assertThat(server.connection.outputBytes()).isGreaterThan(1_000_000);
  }

  @Test
  void aDriverMayPutOffWritingALargeMessage() {
    Endpoint server = new Endpoint(Role.SERVER, new FlippingTransform(1, 8 * 1024, null));

    assertThat(server.connection.sendBinary(ByteBuffer.allocate(1_000_000)))
        .isEqualTo(SendStatus.SENT);
    assertThat(server.connection.outputBytes()).isGreaterThan(1_000_000);
  }

  // ---- Prepared messages

  @ParameterizedTest
  @EnumSource
  void aPreparedMessageIsTransformedTooUnlessItGoesAsItIs(Role role) {
    Endpoint endpoint = endpoint(role);
    PreparedMessage message = PreparedMessage.text("Hello");

    endpoint.connection.send(message);
    endpoint.connection.send(message.asIs());
    endpoint.connection.send(PreparedMessage.text("Hi"));

    assertThat(endpoint.drain())
        .isEqualTo(Frames.sentBy(role).frame(0xC1, FLIPPED_HELLO).text("Hello").text("Hi").bytes());
  }

  @ParameterizedTest
  @EnumSource
  void ofPreparedMessagesInARowEachIsTransformed(Role role) {
    Endpoint endpoint = endpoint(role);
    PreparedMessage hello = PreparedMessage.text("Hello");

    endpoint.connection.sendDeferred(new PreparedMessages(List.of(hello, hello.asIs())));

    assertThat(endpoint.drain())
        .isEqualTo(Frames.sentBy(role).frame(0xC1, FLIPPED_HELLO).text("Hello").bytes());
  }

  @ParameterizedTest
  @EnumSource
  void aPreparedMessageIsTransformedOnceForAllThatShareAnEncoding(Role role) {
    FlippingTransform first = new FlippingTransform(1, 3, "same");
    FlippingTransform second = new FlippingTransform(1, 3, "same");
    FlippingTransform other = new FlippingTransform(1, 3, "other");
    PreparedMessage message = PreparedMessage.text("Hello");

    for (FlippingTransform each : List.of(first, second, other)) {
      Endpoint endpoint = new Endpoint(role, each);
      endpoint.connection.send(message);
      assertThat(endpoint.drain())
          .isEqualTo(Frames.sentBy(role).frame(0xC1, FLIPPED_HELLO).bytes());
    }

    assertThat(first.encodings).isOne();
    assertThat(second.encodings).isZero();
    assertThat(other.encodings).isOne();
  }

  @Test
  void aPreparedMessageThatASharedEncodingLeavesIsSentAsItIs() {
    Endpoint server = new Endpoint(Role.SERVER, new FlippingTransform(1, 3, "same"));
    PreparedMessage message = PreparedMessage.text("Hi");

    server.connection.send(message);
    server.connection.send(message);

    assertThat(server.sentHex()).isEqualTo("81024869" + "81024869");
  }

  // ---- The end

  @ParameterizedTest
  @EnumSource
  void theTransformIsClosedOnceInEveryEnding(Role role) {
    List<Runnable> endings = new ArrayList<>();
    List<FlippingTransform> transforms = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      FlippingTransform each = new FlippingTransform();
      Endpoint endpoint = new Endpoint(role, each);
      transforms.add(each);
      endings.add(
          List.<Runnable>of(
                  () -> endpoint.receive(Frames.sentTo(role).close(1000, "")),
                  () -> endpoint.receive(Frames.sentTo(role).frame(0x83, "")),
                  () -> endpoint.receive(Frames.sentTo(role).frame(0xC1, new byte[] {0x7F, -86})),
                  () -> endpoint.connection.fail(1011, ""),
                  endpoint.connection::receiveEof,
                  endpoint.connection::transportClosed)
              .get(i));
      endings.add(endpoint.connection::transportClosed);
    }

    endings.forEach(Runnable::run);

    assertThat(transforms).extracting(each -> each.closings).containsOnly(1);
  }

  @ParameterizedTest
  @EnumSource
  void theTransformStaysOpenWhileThePeerMayStillSend(Role role) {
    Endpoint endpoint = endpoint(role);

    endpoint.connection.sendClose(CloseReason.NO_STATUS);
    endpoint.receive(Frames.sentTo(role).frame(0xC1, FLIPPED_HELLO));

    assertThat(endpoint.events()).containsExactly("text Hello");
    assertThat(transform.closings).isZero();
  }
}
