package io.github.baseframe.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Hex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskingTest {

  private static final int KEY = 0x01a2b3f4;
  private static final int[] KEY_BYTES = {0x01, 0xa2, 0xb3, 0xf4};

  @Test
  void theExampleOfTheRfc() {
    ByteBuffer payload = Hex.bytes("48656c6c6f");

    Masking.apply(payload, 0, 5, 0x37fa213d, 0);

    assertThat(payload).isEqualTo(Hex.bytes("7f9f4d5158"));
  }

  @Test
  void byteIOfThePayloadMeetsByteIModulo4OfTheKeyForEveryLengthAndPhase() {
    for (int from = 0; from < 9; from++) {
      for (int to = from; to <= from + 40; to++) {
        for (int phase = 0; phase < 8; phase++) {
          assertMasked(from, to, phase);
        }
      }
    }
  }

  private static void assertMasked(int from, int to, int phase) {
    byte[] expected = plain().array();
    for (int i = from; i < to; i++) {
      expected[i] ^= (byte) KEY_BYTES[(phase + i - from) % 4];
    }
    ByteBuffer direct = ByteBuffer.allocateDirect(64).put(plain()).clear();
    ByteBuffer little = plain().order(ByteOrder.LITTLE_ENDIAN);
    for (ByteBuffer buffer : List.of(plain(), direct, little)) {
      ByteOrder order = buffer.position(1).limit(60).order();

      Masking.apply(buffer, from, to, KEY, phase);

      assertThat(buffer.position()).isEqualTo(1);
      assertThat(buffer.limit()).isEqualTo(60);
      assertThat(buffer.order()).isSameAs(order);
      assertThat(Hex.toArray(buffer.clear())).isEqualTo(expected);
    }
    for (int address = 0; address < Long.BYTES; address++) {
      ByteBuffer viewed = ByteBuffer.allocateDirect(64 + Long.BYTES).slice(address, 64);
      viewed.put(plain()).position(1).limit(60);

      Masking.apply(viewed, Masking.viewOf(viewed), from, to, KEY, phase);

      assertThat(viewed.position()).isEqualTo(1);
      assertThat(viewed.limit()).isEqualTo(60);
      assertThat(Hex.toArray(viewed.clear())).isEqualTo(expected);
    }
  }

  @Test
  void thePhaseMayOverflow() {
    ByteBuffer wrapped = plain();
    ByteBuffer small = plain();

    Masking.apply(wrapped, 0, 64, KEY, Integer.MIN_VALUE + 3);
    Masking.apply(small, 0, 64, KEY, 3);

    assertThat(wrapped).isEqualTo(small);
  }

  @Test
  void maskingTwiceGivesThePayloadBack() {
    ByteBuffer payload = plain();

    Masking.apply(payload, 5, 50, KEY, 2);
    assertThat(payload).isNotEqualTo(plain());
    Masking.apply(payload, 5, 50, KEY, 2);

    assertThat(payload).isEqualTo(plain());
  }

  @Test
  void copyingMasksTheCopyAlone() {
    ByteBuffer payload = plain().position(3).limit(40);
    ByteBuffer expected = plain();
    Masking.apply(expected, 3, 40, KEY, 1);
    ByteBuffer out = ByteBuffer.allocate(64).position(7);

    Masking.copy(payload, out, KEY, 1);

    assertThat(payload.clear()).isEqualTo(plain());
    assertThat(out.position()).isEqualTo(7 + 37);
    assertThat(out.flip().position(7)).isEqualTo(expected.position(3).limit(40));
  }

  private static ByteBuffer plain() {
    byte[] bytes = new byte[64];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 37);
    }
    return ByteBuffer.wrap(bytes);
  }
}
