package io.github.baseframe.protocol.deflate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692 section 7.2.1: how messages are compressed. Windows are the matter of WindowTest. */
class MessageDeflaterTest {

  private final DeflatePool pool = new DeflatePool(6);
  private final MessageDeflater taking = new MessageDeflater(pool, 15, true);
  private final MessageDeflater forgetting = new MessageDeflater(pool, 15, false);
  private final Random random = new Random(5);

  private static String deflate(MessageDeflater deflater, String text) {
    byte[] payload = Compressed.deflate(deflater, text.getBytes(US_ASCII));
    return payload == null ? null : HexFormat.of().formatHex(payload);
  }

  /** Sections 7.2.3.1 and 7.2.3.2, with a text that gets smaller. */
  @Test
  void withContextTakeoverTheSameMessageAgainIsAReference() {
    String first = deflate(taking, "HelloHelloHello");
    String again = deflate(taking, "HelloHelloHello");

    assertThat(first).startsWith("f248cdc9c9");
    assertThat(again).hasSizeLessThan(first.length());
  }

  @Test
  void withoutContextTakeoverTheSameMessageIsTheSameData() {
    String first = deflate(forgetting, "HelloHelloHello");

    assertThat(deflate(forgetting, "HelloHelloHello")).isEqualTo(first);
  }

  @Test
  void aMessageThatDoesNotGetSmallerIsLeftAsItIs() {
    ByteBuffer message = ByteBuffer.wrap(Samples.noise(random, 5000));

    List<ByteBuffer> pieces = new ArrayList<>();
    assertThat(forgetting.deflate(message, (piece, end) -> pieces.add(piece))).isFalse();

    assertThat(pieces).isEmpty();
    assertThat(message.position()).isZero();
    assertThat(message.remaining()).isEqualTo(5000);
    assertThat(deflate(forgetting, "")).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 15})
  void whatWasLeftAsItIsIsNotReferredTo(int windowBits) {
    MessageDeflater deflater = new MessageDeflater(pool, windowBits, true);
    ReferenceInflater inflater = new ReferenceInflater();
    byte[] noise = Samples.noise(random, 3000);
    byte[] twice = new byte[400];
    System.arraycopy(noise, 2900, twice, 0, 100);
    System.arraycopy(noise, 2900, twice, 100, 100);

    assertThat(Compressed.deflate(deflater, noise)).isNull();

    assertThat(inflater.inflateMessage(Compressed.deflate(deflater, twice))).isEqualTo(twice);
  }

  @Test
  void aLargeMessageComesOutInPiecesThatFitIntoOneBuffer() {
    byte[] message = Samples.noise(random, 100_000);
    List<Integer> pieces = new ArrayList<>();
    List<Boolean> ends = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(message);

    boolean compressed =
        forgetting.deflate(
            buffer,
            (piece, end) -> {
              pieces.add(piece.remaining());
              ends.add(end);
            });

    assertThat(compressed).isTrue();
    assertThat(buffer.hasRemaining()).isFalse();
    assertThat(pieces).hasSizeGreaterThan(12).allMatch(size -> size <= DeflatePool.BUFFER_BYTES);
    assertThat(ends.indexOf(true)).isEqualTo(ends.size() - 1);
  }

  /** Data of every length, so that the end of a flush meets the end of a buffer in every way. */
  @Test
  void noLengthIsSpecial() {
    byte[] noise = Samples.noise(random, 8300);
    for (int length = 8100; length < 8300; length++) {
      byte[] message = Arrays.copyOf(noise, length + 300);
      byte[] payload = Compressed.deflate(forgetting, message);
      assertThat(new ReferenceInflater().inflateMessage(payload)).isEqualTo(message);
    }
  }

  @Test
  void theMessageMayBeAnyKindOfBuffer() {
    byte[] message = Samples.json(random, 2000);
    ByteBuffer direct = ByteBuffer.allocateDirect(2010);
    direct.position(10).put(10, message);
    ByteBuffer part = ByteBuffer.allocate(2020).put(10, message).position(10).limit(2010);
    byte[] expected = Compressed.deflate(forgetting, message);

    for (ByteBuffer buffer : List.of(direct, part, part.asReadOnlyBuffer(), part.slice())) {
      List<byte[]> pieces = new ArrayList<>();
      forgetting.deflate(buffer, (piece, end) -> pieces.add(Compressed.toArray(piece)));
      assertThat(pieces).containsExactly(expected);
      assertThat(buffer.hasRemaining()).isFalse();
    }
  }

  @Test
  void aDeflaterIsLentForTheTimeOfACallOnly() {
    assertThat(pool.alive()).isZero();

    for (int i = 0; i < 100; i++) {
      deflate(taking, "HelloHelloHello");
      deflate(forgetting, "HelloHelloHello");
      deflate(new MessageDeflater(pool, 9, true), "HelloHelloHello");
    }

    assertThat(pool.alive()).isOne();
  }

  @Test
  void afterTheEndNothingIsReferredTo() {
    String first = deflate(taking, "HelloHelloHello");
    taking.close();

    assertThat(deflate(taking, "HelloHelloHello")).isEqualTo(first);
  }
}
