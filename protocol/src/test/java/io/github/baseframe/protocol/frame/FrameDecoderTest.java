package io.github.baseframe.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

  /**
   * A masked "Hello", a ping between two fragments, an empty frame, 126 bytes without and with a
   * mask (all 0, so that the key is to be seen), and a last frame that is short.
   */
  private static final String STREAM =
      "8185 37fa213d 7f9f4d5158"
          + "0183 37fa213d 7f9f4d"
          + "8980 37fa213d"
          + "8082 37fa213d 5b95"
          + "8200"
          + ("827e 007e" + "41".repeat(126))
          + ("82fe 007e 37fa213d" + "37fa213d".repeat(31) + "37fa")
          + "8101 61";

  private static final List<String> FRAMES =
      List.of(
          "fin TEXT 48656c6c6f",
          "more TEXT 48656c",
          "fin PING",
          "fin CONTINUATION 6c6f",
          "fin BINARY",
          "fin BINARY " + "41".repeat(126),
          "fin BINARY " + "00".repeat(126),
          "fin TEXT 61");

  @ParameterizedTest
  @CsvSource({
    "8105 48656c6c6f,              fin TEXT 48656c6c6f",
    "8185 37fa213d 7f9f4d5158,     fin TEXT 48656c6c6f",
    "0103 48656c,                  more TEXT 48656c",
    "8002 6c6f,                    fin CONTINUATION 6c6f",
    "8905 48656c6c6f,              fin PING 48656c6c6f",
    "8a85 37fa213d 7f9f4d5158,     fin PONG 48656c6c6f",
  })
  void theExamplesOfTheRfcAreDecoded(String wire, String frame) {
    assertThat(FrameRecorder.decode(Hex.bytes(wire))).containsExactly(frame);
  }

  @Test
  void theLongExamplesOfTheRfcAreDecoded() {
    assertThat(FrameRecorder.decode(Hex.bytes("827e 0100" + "aa".repeat(256))))
        .containsExactly("fin BINARY " + "aa".repeat(256));
    assertThat(FrameRecorder.decode(Hex.bytes("827f 0000000000010000" + "bb".repeat(65536))))
        .containsExactly("fin BINARY " + "bb".repeat(65536));
  }

  @ParameterizedTest
  @CsvSource({
    "8200, 0",
    "827d, 125",
    "827e 007e, 126",
    "827e ffff, 65535",
    "827f 0000000000010000, 65536",
    "827f 0000000080000000, 2147483648",
    "827f 7fffffffffffffff, 9223372036854775807",
    "8280 01020304, 0",
    "82fd 01020304, 125",
    "82fe 007e 01020304, 126",
    "82fe ffff 01020304, 65535",
    "82ff 0000000000010000 01020304, 65536",
    "82ff 7fffffffffffffff 01020304, 9223372036854775807",
  })
  void everyLengthHasItsForm(String wire, long length) throws ProtocolException {
    HeaderCopy header = new HeaderCopy();

    ByteBuffer in = Hex.bytes(wire);
    new FrameDecoder().decode(in, header);

    assertThat(header.payloadLength).isEqualTo(length);
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void withoutAMaskThereIsNoKeyWhateverFollows() throws ProtocolException {
    HeaderCopy header = new HeaderCopy();

    new FrameDecoder().decode(Hex.bytes("820c" + "ff".repeat(12)), header);

    assertThat(header.masked).isFalse();
    assertThat(header.maskingKey).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "827e 0000",
        "827e 007d",
        "82fe 007d",
        "827f 0000000000000000",
        "827f 000000000000007d",
        "827f 000000000000ffff",
        "82ff 000000000000ffff"
      })
  void aLengthThatIsNotInItsShortestFormIsRefused(String wire) {
    assertThat(refuse(wire).rule()).isEqualTo(Rule.LENGTH_NOT_SHORTEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "827f 8000000000000000",
        "827f ffffffffffffffff",
        "827f 8000000000010000",
        "82ff 8000000000000001"
      })
  void aLengthWithItsTopBitSetIsRefused(String wire) {
    assertThat(refuse(wire).rule()).isEqualTo(Rule.LENGTH_TOP_BIT);
  }

  @Test
  void everyBitOfTheHeaderIsHandedOn() throws ProtocolException {
    for (int first = 0; first < 256; first++) {
      HeaderCopy header = new HeaderCopy();

      new FrameDecoder().decode(Hex.bytes("%02x8037fa213d".formatted(first)), header);
      assertThat(header.firstByte).isEqualTo(first);
      assertThat(header.masked).isTrue();
      assertThat(header.maskingKey).isEqualTo(0x37fa213d);

      new FrameDecoder().decode(Hex.bytes("%02x00".formatted(first)), header);
      assertThat(header.firstByte).isEqualTo(first);
      assertThat(header.masked).isFalse();
      assertThat(header.maskingKey).isZero();
    }
  }

  @Test
  void aStreamMayBeCutAtEveryByte() {
    int length = Hex.bytes(STREAM).remaining();
    for (int cut = 0; cut <= length; cut++) {
      FrameDecoder decoder = new FrameDecoder();
      FrameRecorder recorder = new FrameRecorder();
      ByteBuffer stream = Hex.bytes(STREAM);

      recorder.feed(decoder, stream.slice(0, cut));
      recorder.feed(decoder, stream.slice(cut, length - cut));

      assertThat(recorder.frames).as("cut at %d", cut).isEqualTo(FRAMES);
    }
  }

  @Test
  void aStreamMayComeByteByByte() {
    FrameDecoder decoder = new FrameDecoder();
    FrameRecorder recorder = new FrameRecorder();
    ByteBuffer stream = Hex.bytes(STREAM);

    for (int i = 0; i < stream.limit(); i++) {
      recorder.feed(decoder, stream.slice(i, 1));
    }

    assertThat(recorder.frames).isEqualTo(FRAMES);
  }

  @Test
  void directBuffersAndOffsetsAndByteOrdersMakeNoDifference() {
    ByteBuffer stream = Hex.bytes(STREAM);
    ByteBuffer direct =
        ByteBuffer.allocateDirect(stream.limit() + 3)
            .position(3)
            .put(stream)
            .flip()
            .position(3)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);

    assertThat(FrameRecorder.decode(direct)).isEqualTo(FRAMES);
  }

  @Test
  void oneCallDecodesOneFrame() throws ProtocolException {
    FrameDecoder decoder = new FrameDecoder();
    FrameRecorder recorder = new FrameRecorder();
    ByteBuffer in = Hex.bytes("8101 61 8101 62");

    decoder.decode(in, recorder);

    assertThat(recorder.frames).containsExactly("fin TEXT 61");
    assertThat(in.position()).isEqualTo(3);
    assertThat(in.limit()).isEqualTo(6);
  }

  @Test
  void payloadIsHandedOnAsSoonAsItArrives() throws ProtocolException {
    FrameDecoder decoder = new FrameDecoder();
    Pieces pieces = new Pieces();

    decoder.decode(Hex.bytes("8185"), pieces);
    decoder.decode(Hex.bytes("37fa213d"), pieces);
    assertThat(pieces.pieces).containsExactly("header 5");
    decoder.decode(Hex.bytes("7f9f"), pieces);
    decoder.decode(Hex.bytes("4d"), pieces);
    decoder.decode(Hex.bytes("5158"), pieces);

    assertThat(pieces.pieces).containsExactly("header 5", "4865", "6c", "6c6f end");
  }

  @Test
  void anEmptyFrameEndsWithItsHeader() throws ProtocolException {
    Pieces pieces = new Pieces();

    new FrameDecoder().decode(Hex.bytes("8200"), pieces);

    assertThat(pieces.pieces).containsExactly("header 0", " end");
  }

  @Test
  void aPieceIsASliceOfTheInputThatIsNotCopied() throws ProtocolException {
    ByteBuffer in = Hex.bytes("8105 48656c6c6f");
    List<ByteBuffer> pieces = new ArrayList<>();

    new FrameDecoder()
        .decode(
            in,
            new FrameRecorder() {
              @Override
              public boolean onPayload(ByteBuffer piece, boolean endOfFrame) {
                pieces.add(piece);
                return true;
              }
            });

    assertThat(pieces).singleElement().isSameAs(in);
  }

  @Test
  void aConsumerThatMovesTheBufferDoesNoHarm() {
    FrameRecorder recorder =
        new FrameRecorder() {
          @Override
          public boolean onPayload(ByteBuffer piece, boolean endOfFrame) {
            super.onPayload(piece, endOfFrame);
            assertThat(piece.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
            piece.clear().order(ByteOrder.LITTLE_ENDIAN);
            piece.position(piece.limit() / 2).mark();
            piece.limit(piece.limit() / 2);
            return true;
          }
        };

    recorder.feed(new FrameDecoder(), Hex.bytes(STREAM));

    assertThat(recorder.frames).isEqualTo(FRAMES);
  }

  @Test
  void whatTheConsumerThrowsPassesThroughAndTheRestOfTheInputIsStillThere() {
    ByteBuffer in = Hex.bytes("8101 61 8101 62");
    ProtocolException broken = new ProtocolException(Rule.TEXT_NOT_UTF8);
    FrameConsumer consumer =
        new FrameConsumer() {
          @Override
          public void onFrameHeader(FrameHeader header) {}

          @Override
          public boolean onPayload(ByteBuffer piece, boolean endOfFrame) throws ProtocolException {
            throw broken;
          }
        };

    assertThatThrownBy(() -> new FrameDecoder().decode(in, consumer)).isSameAs(broken);

    assertThat(in.position()).isEqualTo(3);
    assertThat(in.limit()).isEqualTo(6);
  }

  /** Takes one byte of the payload at a time. */
  private static final class Sipping implements FrameConsumer {
    final List<String> pieces = new ArrayList<>();

    @Override
    public void onFrameHeader(FrameHeader header) {}

    @Override
    public boolean onPayload(ByteBuffer piece, boolean endOfFrame) {
      pieces.add(Hex.of(piece.slice()) + (endOfFrame ? " end" : ""));
      if (!piece.hasRemaining()) {
        return true;
      }
      piece.get();
      return false;
    }
  }

  @Test
  void whatTheConsumerDoesNotTakeIsGivenAgainAndUnmaskedOnce() throws ProtocolException {
    ByteBuffer in = Hex.bytes("8183 01020304 606060");
    FrameDecoder decoder = new FrameDecoder();
    Sipping consumer = new Sipping();

    decoder.decode(in, consumer);
    assertThat(decoder.isInterrupted()).isTrue();
    assertThat(in.remaining()).isEqualTo(2);
    ByteBuffer moved = ByteBuffer.allocate(2).put(in).flip();
    for (int i = 0; i < 3; i++) {
      decoder.decode(moved, consumer);
    }

    assertThat(consumer.pieces).containsExactly("616263 end", "6263 end", "63 end", " end");
    assertThat(decoder.isInterrupted()).isFalse();
    assertThat(moved.hasRemaining()).isFalse();
  }

  @Test
  void bytesMayComeBehindWhatWasNotTaken() throws ProtocolException {
    FrameDecoder decoder = new FrameDecoder();
    Sipping consumer = new Sipping();

    ByteBuffer first = Hex.bytes("8184 01020304 6060");
    decoder.decode(first, consumer);
    decoder.decode(ByteBuffer.allocate(3).put(first).put(Hex.bytes("6060")).flip(), consumer);

    assertThat(consumer.pieces).containsExactly("6162", "626364 end");
    assertThat(decoder.payloadToCome()).isEqualTo(2);
  }

  private static ProtocolException refuse(String wire) {
    FrameRecorder recorder = new FrameRecorder();
    return catchThrowableOfType(
        ProtocolException.class, () -> new FrameDecoder().decode(Hex.bytes(wire), recorder));
  }

  /** Keeps what the header said. */
  private static final class HeaderCopy implements FrameConsumer {
    int firstByte;
    boolean masked;
    int maskingKey;
    long payloadLength;

    @Override
    public void onFrameHeader(FrameHeader header) {
      firstByte = header.firstByte();
      masked = header.masked();
      maskingKey = header.maskingKey();
      payloadLength = header.payloadLength();
    }

    @Override
    public boolean onPayload(ByteBuffer piece, boolean endOfFrame) {
      return true;
    }
  }

  /** Keeps the single calls. */
  private static final class Pieces implements FrameConsumer {
    final List<String> pieces = new ArrayList<>();

    @Override
    public void onFrameHeader(FrameHeader header) {
      pieces.add("header " + header.payloadLength());
    }

    @Override
    public boolean onPayload(ByteBuffer piece, boolean endOfFrame) {
      pieces.add(Hex.of(piece) + (endOfFrame ? " end" : ""));
      return true;
    }
  }
}
