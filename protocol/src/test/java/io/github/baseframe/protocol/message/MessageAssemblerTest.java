package io.github.baseframe.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.baseframe.protocol.Allocations;
import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.frame.FrameHeader;
import io.github.baseframe.protocol.frame.Opcode;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageAssemblerTest {

  private static final int MILLION = 1_000_000;
  private static final boolean FIN = true;

  private static final BufferPool BUFFERS = BufferPool.of(1, 0, false);

  private final RecordingConsumer recorder = new RecordingConsumer();
  private final FrameHeader header = new FrameHeader();
  private MessageAssembler assembler = new MessageAssembler(Limits.DEFAULT, null, BUFFERS);
  private MessageConsumer consumer = recorder;

  /** The buffer of the latest message. */
  private ByteBuffer delivered;

  @Test
  void aMessageInOnePieceIsHandedOnUncopied() throws ProtocolException {
    ByteBuffer piece = Hex.bytes("0102");

    begin(Opcode.BINARY, FIN, 2);
    payload(piece, true);

    assertThat(delivered).isSameAs(piece);
  }

  @Test
  void thePiecesOfAFrameArePutTogether() throws ProtocolException {
    begin(Opcode.BINARY, FIN, 4);
    piece("01", false);
    piece("0203", false);
    assertThat(recorder.events).isEmpty();
    piece("04", true);

    assertThat(recorder.events).containsExactly("binary 01020304");
  }

  @Test
  void fragmentsArePutTogether() throws ProtocolException {
    frame(Opcode.TEXT, !FIN, "4865");
    frame(Opcode.CONTINUATION, !FIN, "");
    frame(Opcode.CONTINUATION, !FIN, "6c6c");
    assertThat(assembler.isMessageUnderWay()).isTrue();
    frame(Opcode.CONTINUATION, FIN, "6f");

    assertThat(recorder.events).containsExactly("text Hello");
    assertThat(assembler.isMessageUnderWay()).isFalse();
  }

  @Test
  void aMessageMayBeEmpty() throws ProtocolException {
    frame(Opcode.TEXT, FIN, "");
    frame(Opcode.BINARY, !FIN, "");
    frame(Opcode.CONTINUATION, FIN, "");

    assertThat(recorder.events).containsExactly("text ", "binary ");
  }

  @Test
  void messagesFollowOneAnotherWithoutATraceOfTheLast() throws ProtocolException {
    frame(Opcode.BINARY, !FIN, "ff");
    frame(Opcode.CONTINUATION, FIN, "fe");
    frame(Opcode.TEXT, !FIN, "41");
    frame(Opcode.CONTINUATION, FIN, "42");
    frame(Opcode.BINARY, FIN, "c3");

    assertThat(recorder.events).containsExactly("binary fffe", "text AB", "binary c3");
  }

  @Test
  void aConsumerThatMovesTheBufferDoesNotChangeTheNextMessage() throws ProtocolException {
    consumer =
        new RecordingConsumer(recorder.events) {
          @Override
          public void onBinary(ByteBuffer payload) {
            super.onBinary(payload);
            payload.clear().limit(0);
          }
        };

    for (int i = 0; i < 2; i++) {
      frame(Opcode.BINARY, !FIN, "01");
      frame(Opcode.CONTINUATION, FIN, "02");
    }

    assertThat(recorder.events).containsExactly("binary 0102", "binary 0102");
  }

  @Test
  void textIsCheckedAcrossPiecesAndFragments() throws ProtocolException {
    begin(Opcode.TEXT, !FIN, 3);
    piece("e2", false);
    piece("82", false);
    piece("ac", true);
    frame(Opcode.CONTINUATION, !FIN, "f09f");
    frame(Opcode.CONTINUATION, FIN, "9880");

    assertThat(recorder.events).containsExactly("text \u20AC\uD83D\uDE00");
  }

  @Test
  void textFailsAtTheFirstImpossibleByteOfAFrameThatHasNotArrived() throws ProtocolException {
    begin(Opcode.TEXT, !FIN, 1000);
    piece("48656c6c6f c3", false);

    assertThat(refusePiece("28", false).rule()).isEqualTo(Rule.TEXT_NOT_UTF8);
  }

  @Test
  void textThatEndsInsideOfACharacterIs1007() throws ProtocolException {
    frame(Opcode.TEXT, !FIN, "e2");
    frame(Opcode.CONTINUATION, !FIN, "82");
    begin(Opcode.CONTINUATION, FIN, 0);

    assertThat(refusePiece("", true).rule()).isEqualTo(Rule.TEXT_NOT_UTF8);
  }

  @Test
  void binaryDataIsNotCheckedToBeText() throws ProtocolException {
    frame(Opcode.BINARY, !FIN, "c328");
    frame(Opcode.CONTINUATION, FIN, "ff");

    assertThat(recorder.events).containsExactly("binary c328ff");
  }

  @Test
  void aMessageMayBeAsLargeAsTheLimitAndNotAByteLarger() throws ProtocolException {
    limits(Limits.DEFAULT.withMaxMessageBytes(4));

    frame(Opcode.BINARY, FIN, "01020304");
    frame(Opcode.BINARY, !FIN, "0102");
    frame(Opcode.CONTINUATION, FIN, "0304");
    assertThat(recorder.events).containsExactly("binary 01020304", "binary 01020304");

    assertThat(refuseHeader(Opcode.BINARY, FIN, 5).rule()).isEqualTo(Rule.MESSAGE_TOO_BIG);
    frame(Opcode.CONTINUATION, !FIN, "010203");
    assertThat(refuseHeader(Opcode.CONTINUATION, FIN, 2).rule()).isEqualTo(Rule.MESSAGE_TOO_BIG);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, 1L << 32, 1L << 31})
  void aLengthThatWouldOverflowASumIsTooLarge(long length) throws ProtocolException {
    limits(new Limits(Long.MAX_VALUE, Integer.MAX_VALUE - 8, 10, 1));
    frame(Opcode.BINARY, !FIN, "01");

    long allocated =
        Allocations.during(
            () -> assertThat(refuseHeader(Opcode.CONTINUATION, FIN, length)).isNotNull());

    assertThat(allocated).isLessThan(100_000);
    assertThat(refuseHeader(Opcode.CONTINUATION, FIN, length).rule())
        .isEqualTo(Rule.MESSAGE_TOO_BIG);
  }

  @Test
  void aMessageMayHaveAsManyFragmentsAsTheLimitAndNotOneMore() throws ProtocolException {
    limits(Limits.DEFAULT.withMaxFragments(3));
    for (int message = 0; message < 2; message++) {
      frame(Opcode.BINARY, !FIN, "01");
      frame(Opcode.CONTINUATION, !FIN, "02");
      frame(Opcode.CONTINUATION, FIN, "03");
    }
    assertThat(recorder.events).containsExactly("binary 010203", "binary 010203");

    frame(Opcode.BINARY, !FIN, "");
    frame(Opcode.CONTINUATION, !FIN, "");
    frame(Opcode.CONTINUATION, !FIN, "");
    assertThat(refuseHeader(Opcode.CONTINUATION, FIN, 0).rule()).isEqualTo(Rule.TOO_MANY_FRAGMENTS);
  }

  @Test
  void nothingIsAllocatedForWhatAHeaderAnnounces() throws ProtocolException {
    limits(Limits.DEFAULT.withMaxMessageBytes(1 << 30));
    begin(Opcode.BINARY, FIN, 1 << 30);
    ByteBuffer piece = ByteBuffer.allocate(1000);

    long allocated =
        Allocations.during(
            () -> {
              for (int i = 0; i < 10; i++) {
                payload(piece, false);
              }
            });

    assertThat(allocated).isBetween(10_000L, 100_000L);
  }

  @Test
  void aMillionEmptyFragmentsCostNoMemory() throws ProtocolException {
    limits(Limits.DEFAULT.withMaxFragments(MILLION));
    frame(Opcode.BINARY, !FIN, "");

    long allocated = Allocations.during(() -> flood(MILLION - 2, ByteBuffer.allocate(0)));
    frame(Opcode.CONTINUATION, FIN, "");

    assertThat(allocated).isLessThan(100_000);
    assertThat(recorder.events).containsExactly("binary ");
  }

  /** What is allocated on the way is also what is copied: twice the payload for every doubling. */
  @Test
  void aMillionFragmentsOfOneByteCostAtMostTwiceThePayloadAndLinearTime() throws ProtocolException {
    limits(Limits.DEFAULT.withMaxFragments(MILLION + 2).withMaxMessageBytes(4 * MILLION));
    frame(Opcode.BINARY, !FIN, "01");

    long allocated = 0;
    for (int part = 0; part < 100; part++) {
      allocated += Allocations.during(() -> flood(MILLION / 100, Hex.bytes("02")));
      assertThat(allocated).isLessThan(4L * MILLION);
    }
    frame(Opcode.CONTINUATION, FIN, "03");

    assertThat(delivered.remaining()).isEqualTo(MILLION + 2);
    assertThat(delivered.array()).hasSizeLessThanOrEqualTo(2 * (MILLION + 2));
  }

  @Test
  void whatIsKeptIsNeverMoreThanTwiceWhatHasArrivedOrAKibibyte() throws ProtocolException {
    limits(Limits.DEFAULT.withMaxMessageBytes(8 * MILLION));
    for (int size = 2; size < 8 * MILLION; size = size * 5 / 4 + 1) {
      for (int pieceBytes : new int[] {1 + size / 7, size - 1}) {
        begin(Opcode.BINARY, !FIN, size);
        for (int left = size; left > 0; left -= pieceBytes) {
          payload(ByteBuffer.allocate(Math.min(left, pieceBytes)), left <= pieceBytes);
        }
        frame(Opcode.CONTINUATION, FIN, "");

        assertThat(delivered.remaining()).isEqualTo(size);
        assertThat(delivered.array()).hasSizeLessThanOrEqualTo(Math.max(1024, 2 * size));
      }
    }
  }

  @Test
  void aLargeMessageWhoseEndIsKnownIsMovedSeldomAndTakesAtMostFourTimesWhatHasArrived()
      throws ProtocolException {
    int mebibyte = 1 << 20;
    limits(Limits.DEFAULT.withMaxFrameBytes(64L * mebibyte).withMaxMessageBytes(64 * mebibyte));
    ByteBuffer piece = ByteBuffer.allocate(mebibyte);
    begin(Opcode.BINARY, FIN, 64 * mebibyte);

    long allocated = 0;
    for (int arrived = 1; arrived < 64; arrived++) {
      allocated += Allocations.during(() -> payload(piece.clear(), false));
      assertThat(allocated).isLessThan((4L * arrived + 1) * mebibyte * 5 / 4);
    }

    assertThat(allocated).isLessThan((4 + 20 + 64 + 1) * (long) mebibyte);
  }

  @Test
  void aBufferIsNeverLargerThanAMessageMayBe() throws ProtocolException {
    limits(Limits.DEFAULT.withMaxMessageBytes(1500));

    frame(Opcode.BINARY, !FIN, "00".repeat(1000));
    frame(Opcode.CONTINUATION, FIN, "00".repeat(500));

    assertThat(delivered.array()).hasSize(1500);
  }

  @Test
  void aMessageWhoseEndIsKnownGetsABufferThatFits() throws ProtocolException {
    begin(Opcode.BINARY, FIN, 3000);

    payload(ByteBuffer.allocate(2000), false);
    payload(ByteBuffer.allocate(1000), true);

    assertThat(delivered.array()).hasSize(3000);
  }

  @Test
  void releaseForgetsTheMessageUnderWay() throws ProtocolException {
    frame(Opcode.TEXT, !FIN, "41 c3");

    assembler.release();

    assertThat(assembler.isMessageUnderWay()).isFalse();
    frame(Opcode.TEXT, FIN, "42");
    assertThat(recorder.events).containsExactly("text B");
  }

  private void limits(Limits limits) {
    assembler = new MessageAssembler(limits, null, BUFFERS);
  }

  private void frame(Opcode opcode, boolean fin, String payload) throws ProtocolException {
    ByteBuffer bytes = Hex.bytes(payload);
    begin(opcode, fin, bytes.remaining());
    payload(bytes, true);
  }

  private void begin(Opcode opcode, boolean fin, long length) throws ProtocolException {
    assembler.onFrameHeader(
        header.set((fin ? FrameHeader.FIN_BIT : 0) | opcode.bits(), false, 0, length));
  }

  private void piece(String hex, boolean endOfFrame) throws ProtocolException {
    accept(Hex.bytes(hex), endOfFrame);
  }

  /** What a connection does with a piece. */
  private void accept(ByteBuffer piece, boolean endOfFrame) throws ProtocolException {
    ByteBuffer message = assembler.onPayload(piece, endOfFrame);
    if (message != null) {
      delivered = message;
      if (assembler.isText()) {
        consumer.onText(message);
      } else {
        consumer.onBinary(message);
      }
    }
  }

  private void payload(ByteBuffer piece, boolean endOfFrame) {
    try {
      accept(piece, endOfFrame);
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  private void flood(int fragments, ByteBuffer payload) {
    try {
      for (int i = 0; i < fragments; i++) {
        begin(Opcode.CONTINUATION, !FIN, payload.remaining());
        accept(payload, true);
      }
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  private ProtocolException refuseHeader(Opcode opcode, boolean fin, long length) {
    return catchThrowableOfType(ProtocolException.class, () -> begin(opcode, fin, length));
  }

  private ProtocolException refusePiece(String hex, boolean endOfFrame) {
    return catchThrowableOfType(ProtocolException.class, () -> piece(hex, endOfFrame));
  }
}
