package io.github.baseframe.protocol.deflate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.message.MessageTransform;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692 section 7.2.2: what comes out of compressed messages. */
class MessageInflaterTest {

  private final DeflatePool pool = new DeflatePool(6);
  private final MessageInflater taking = new MessageInflater(pool, 15, true);
  private final MessageInflater forgetting = new MessageInflater(pool, 15, false);

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] inflate(MessageInflater inflater, byte[]... pieces)
      throws ProtocolException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    boolean[] ended = {false};
    for (int i = 0; i < pieces.length; i++) {
      assertThat(ended[0]).isFalse();
      inflater.inflate(
          ByteBuffer.wrap(pieces[i]),
          i == pieces.length - 1,
          (piece, end) -> {
            message.writeBytes(Compressed.toArray(piece));
            ended[0] = end;
          });
    }
    assertThat(ended[0]).isTrue();
    return message.toByteArray();
  }

  /** Takes one piece in a call. */
  private static final class Sipping implements MessageTransform.DecodedPayload {
    final ByteArrayOutputStream message = new ByteArrayOutputStream();
    int pieces;
    boolean ended;

    @Override
    public void accept(ByteBuffer piece, boolean endOfMessage) {
      message.writeBytes(Compressed.toArray(piece));
      pieces++;
      ended = endOfMessage;
    }

    @Override
    public boolean hasEnough() {
      return true;
    }
  }

  private static Sipping sip(MessageInflater inflater, byte[] payload) throws ProtocolException {
    Sipping output = new Sipping();
    ByteBuffer piece = ByteBuffer.wrap(payload);
    for (boolean done = false; !done; ) {
      int before = output.pieces;
      done = inflater.inflate(piece, true, output);
      assertThat(output.pieces - before).isLessThanOrEqualTo(done ? 2 : 1);
      // The rest may have been moved elsewhere.
      piece = ByteBuffer.allocate(piece.remaining()).put(piece).flip();
    }
    assertThat(output.ended).isTrue();
    return output;
  }

  @Test
  void whoHasEnoughIsGivenTheRestLater() throws ProtocolException {
    byte[] message = new byte[100 * DeflatePool.BUFFER_BYTES];
    byte[] bomb = Compressed.deflate(new MessageDeflater(pool, 15, false), message);

    Sipping output = sip(taking, bomb);

    assertThat(output.message.toByteArray()).isEqualTo(message);
    assertThat(output.pieces).isEqualTo(101);
    assertThat(text(taking, "f248cdc9c90700")).isEqualTo("Hello");
  }

  @Test
  void whoHasEnoughIsAskedAgainAfterEachFinalBlock() throws ProtocolException {
    Sipping output = sip(forgetting, hex("f348cdc9c90700 f200110000"));

    assertThat(output.message.toString(US_ASCII)).isEqualTo("HelloHello");
    assertThat(output.pieces).isEqualTo(2);
  }

  @Test
  void whatIsStoppedMayBeGivenUp() throws ProtocolException {
    byte[] bomb = Compressed.deflate(new MessageDeflater(pool, 15, false), new byte[1 << 20]);
    assertThat(taking.inflate(ByteBuffer.wrap(bomb), true, new Sipping())).isFalse();

    taking.close();

    assertThat(text(new MessageInflater(pool, 15, true), "f248cdc9c90700")).isEqualTo("Hello");
  }

  private static String text(MessageInflater inflater, String... pieces) throws ProtocolException {
    byte[][] bytes = new byte[pieces.length][];
    for (int i = 0; i < pieces.length; i++) {
      bytes[i] = hex(pieces[i]);
    }
    return new String(inflate(inflater, bytes), US_ASCII);
  }

  private static void assertBroken(Rule rule, MessageInflater inflater, String data) {
    assertThatThrownBy(() -> text(inflater, data))
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.rule()).isEqualTo(rule));
  }

  /** The examples of sections 7.2.3.1 to 7.2.3.5. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "f248cdc9c90700", // a fixed block
        "000500faff48656c6c6f00", // a stored block
        "f348cdc9c9070000", // a block with BFINAL set
        "f248050000 00ffffcac9c90700" // two blocks
      })
  void helloMayBeCompressedInManyWays(String data) throws ProtocolException {
    assertThat(text(taking, data)).isEqualTo("Hello");
    assertThat(text(forgetting, data)).isEqualTo("Hello");
  }

  /** Section 7.2.3.2. */
  @Test
  void aMessageMayReferToTheOneBefore() throws ProtocolException {
    assertThat(text(taking, "f248cdc9c90700")).isEqualTo("Hello");
    assertThat(text(taking, "f200110000")).isEqualTo("Hello");
  }

  @Test
  void withoutContextTakeoverAReferenceToTheMessageBeforeIsRefused() throws ProtocolException {
    assertThat(text(forgetting, "f248cdc9c90700")).isEqualTo("Hello");

    assertBroken(Rule.COMPRESSED_DATA_INVALID, forgetting, "f200110000");
  }

  @ParameterizedTest
  @CsvSource({"f248cdc9c90700", "f348cdc9c9070000", "000500faff48656c6c6f00"})
  void dataMayBeCutAnywhereAndHaveEmptyPieces(String data) throws ProtocolException {
    byte[] bytes = hex(data);
    byte[][] pieces = new byte[2 * bytes.length + 1][0];
    for (int i = 0; i < bytes.length; i++) {
      pieces[2 * i + 1] = new byte[] {bytes[i]};
    }

    assertThat(inflate(forgetting, pieces)).asString(US_ASCII).isEqualTo("Hello");
    assertThat(inflate(taking, pieces)).asString(US_ASCII).isEqualTo("Hello");
    assertThat(text(taking, "f200110000")).isEqualTo("Hello");
  }

  /** Section 7.2.3.6. */
  @Test
  void anEmptyMessageIsOneByte() throws ProtocolException {
    assertThat(text(taking, "00")).isEmpty();
    assertThat(text(taking, "0000 00ffff 00")).isEmpty();
  }

  @Test
  void anEmptyMessageWithoutThatByteIsUnderstood() throws ProtocolException {
    assertThat(text(taking, "")).isEmpty();
    assertThat(text(taking, "", "", "")).isEmpty();
  }

  @Test
  void dataMayEndWithAFlushOfItsOwn() throws ProtocolException {
    assertThat(text(taking, "f248cdc9c9070000 00ffff 00")).isEqualTo("Hello");
  }

  @Test
  void dataMayEndWithAFinalBlock() throws ProtocolException {
    assertThat(text(taking, "f348cdc9c90700")).isEqualTo("Hello");
    assertThat(text(taking, "f200110000")).isEqualTo("Hello");
  }

  @Test
  void whatFollowsAFinalBlockMayReferBackPastIt() throws ProtocolException {
    assertThat(text(forgetting, "f348cdc9c90700 f200110000")).isEqualTo("HelloHello");
    assertThat(text(forgetting, "f348cdc9c90700", "f200110000")).isEqualTo("HelloHello");
  }

  @Test
  void tooManyFinalBlocksAreRefused() throws ProtocolException {
    int most = MessageInflater.MAX_FINAL_BLOCKS;
    assertThat(text(forgetting, "0300".repeat(most))).isEmpty();
    assertThat(text(forgetting, "0300".repeat(most))).isEmpty();

    assertBroken(Rule.TOO_MANY_FINAL_BLOCKS, forgetting, "0300".repeat(most + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f248cdc9c9", // ends inside of a block
        "f2", // the same
        "0005", // ends inside of the lengths
        "000500faff4865", // ends inside of a stored block
        "000500000048656c6c6f00", // LEN and NLEN do not match
        "07", // a reserved type of block
        "f348cdc9c9", // ends inside of a final block
        "f200110000", // refers to what never was
        "ffffffff", // nonsense
        "010900f6ff" // a final stored block that the tail would fill
      })
  void brokenDataIsRefused(String data) {
    assertBroken(Rule.COMPRESSED_DATA_INVALID, taking, data);
  }

  @Test
  void aReferenceIntoAnEarlierMessageReachesAsFarAsTheWindow() throws ProtocolException {
    byte[] noise = Samples.noise(new Random(1), 256);
    byte[] stored = new byte[5 + 256 + 1];
    System.arraycopy(hex("000001fffe"), 0, stored, 0, 5);
    System.arraycopy(noise, 0, stored, 5, 256);
    // A fixed block: length 3, distance 256 (code 15, extra bits 127), end of block.
    byte[] distance256 = hex("02fa1f00");

    MessageInflater inflater = new MessageInflater(pool, 8, true);
    assertThat(inflate(inflater, stored)).isEqualTo(noise);
    assertThat(inflate(inflater, distance256)).isEqualTo(new byte[] {noise[0], noise[1], noise[2]});
  }

  @Test
  void messagesLargerThanBufferAndWindowComeOutInPieces() throws ProtocolException {
    for (byte[] message : List.of(new byte[100_000], Samples.json(new Random(2), 100_000))) {
      for (int length :
          new int[] {DeflatePool.BUFFER_BYTES, 2 * DeflatePool.BUFFER_BYTES, 99_999}) {
        MessageDeflater deflater = new MessageDeflater(pool, 15, false);
        byte[] cut = Arrays.copyOf(message, length);
        assertThat(inflate(forgetting, Compressed.deflate(deflater, cut))).isEqualTo(cut);
      }
    }
  }

  @Test
  void nothingIsLentBeforeTheFirstCompressedMessageAndBetweenTwo() throws ProtocolException {
    assertThat(pool.alive()).isZero();

    text(taking, "f248cdc9c90700");
    text(forgetting, "f248cdc9c90700");
    assertThat(pool.alive()).isOne();

    taking.inflate(ByteBuffer.wrap(hex("f2")), false, (piece, end) -> {});
    forgetting.inflate(ByteBuffer.wrap(hex("f2")), false, (piece, end) -> {});
    assertThat(pool.alive()).isEqualTo(2);
    taking.close();
    forgetting.close();
    pool.close();
    assertThat(pool.alive()).isZero();
  }
}
