package io.github.baseframe.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PreparedMessageTest {

  @Test
  void textIsFramedOnce() {
    PreparedMessage message = PreparedMessage.text("Hello");

    assertThat(message.unmaskedFrame()).isEqualTo(Hex.bytes("8105 48656c6c6f"));
    assertThat(message.payload()).isEqualTo(Hex.bytes("48656c6c6f"));
    assertThat(message.payloadBytes()).isEqualTo(5);
    assertThat(message.opcode()).isEqualTo(Opcode.TEXT);
  }

  @Test
  void textMayBeGivenAsBytes() {
    assertThat(PreparedMessage.utf8Text(Hex.bytes("48656c6c6f")).unmaskedFrame())
        .isEqualTo(Hex.bytes("8105 48656c6c6f"));
  }

  @Test
  void largePayloadHasALongHeader() {
    PreparedMessage message = PreparedMessage.binary(ByteBuffer.allocate(65536));

    assertThat(Hex.of(message.unmaskedFrame()))
        .isEqualTo("827f0000000000010000" + "00".repeat(65536));
    assertThat(message.payloadBytes()).isEqualTo(65536);
    assertThat(message.payload().remaining()).isEqualTo(65536);
  }

  @Test
  void theCallersBytesAreTakenAndCopied() {
    ByteBuffer callers = Hex.bytes("ff 0102 ff").position(1).limit(3);

    PreparedMessage message = PreparedMessage.binary(callers);

    assertThat(callers.hasRemaining()).isFalse();
    callers.put(1, (byte) 99);
    assertThat(message.unmaskedFrame()).isEqualTo(Hex.bytes("8202 0102"));
  }

  @Test
  void everyUserHasAPositionOfItsOwn() {
    PreparedMessage message = PreparedMessage.text("Hello");

    message.payload().get();

    assertThat(message.payload().remaining()).isEqualTo(5);
    assertThat(message.unmaskedFrame().position()).isZero();
  }

  @Test
  void anUnpairedSurrogateIsRefused() {
    assertThatThrownBy(() -> PreparedMessage.text("\uD800"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
