package io.github.baseframe.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PreparedMessageTest {

  @Test
  void textIsEncodedOnce() {
    PreparedMessage message = PreparedMessage.text("Hello");

    assertThat(message.payload()).isEqualTo(Hex.bytes("48656c6c6f"));
    assertThat(message.payloadBytes()).isEqualTo(5);
    assertThat(message.isText()).isTrue();
  }

  @Test
  void textMayBeGivenAsBytes() {
    PreparedMessage message = PreparedMessage.utf8Text(Hex.bytes("48656c6c6f"));

    assertThat(message.payload()).isEqualTo(Hex.bytes("48656c6c6f"));
    assertThat(message.isText()).isTrue();
  }

  @Test
  void whatIsSentAsItIsSharesTheBytes() {
    PreparedMessage message = PreparedMessage.binary(Hex.bytes("0102"));

    PreparedMessage untouched = message.asIs();

    assertThat(message.isTransformable()).isTrue();
    assertThat(untouched.isTransformable()).isFalse();
    assertThat(untouched.isText()).isFalse();
    assertThat(untouched.payload().array()).isSameAs(message.payload().array());
  }

  @Test
  void theCallersBytesAreTakenAndCopied() {
    ByteBuffer callers = Hex.bytes("ff 0102 ff").position(1).limit(3);

    PreparedMessage message = PreparedMessage.binary(callers);

    assertThat(callers.hasRemaining()).isFalse();
    callers.put(1, (byte) 99);
    assertThat(message.payload()).isEqualTo(Hex.bytes("0102"));
  }

  @Test
  void everyUserHasAPositionOfItsOwn() {
    PreparedMessage message = PreparedMessage.text("Hello");

    message.payload().get();

    assertThat(message.payload().remaining()).isEqualTo(5);
  }

  @Test
  void thePayloadIsCopiedByIndex() {
    ByteBuffer out = ByteBuffer.allocate(4);

    int end = PreparedMessage.text("Hi").putPayload(out, 1);

    assertThat(end).isEqualTo(3);
    assertThat(out).isEqualTo(Hex.bytes("00 4869 00"));
  }

  @Test
  void theEncodedPayloadIsMadeOnceForEveryoneOfTheSameEncoding() {
    PreparedMessage message = PreparedMessage.text("Hello");
    ByteBuffer made = Hex.bytes("0102");

    message.encodedPayload("short", payload -> made).get();

    assertThat(message.encodedPayload("short", payload -> null)).isEqualTo(made);
    assertThat(message.encodedPayload("none", payload -> null)).isNull();
  }

  @Test
  void anUnpairedSurrogateIsRefused() {
    assertThatThrownBy(() -> PreparedMessage.text("\uD800"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
