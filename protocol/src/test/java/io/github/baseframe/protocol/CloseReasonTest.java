package io.github.baseframe.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseReasonTest {

  @Test
  void theBodyIsTheCodeAndThenTheReason() throws ProtocolException {
    ByteBuffer body = Hex.bytes("03e8 627965");

    assertThat(CloseReason.parse(body)).isEqualTo(new CloseReason(1000, "bye"));
    assertThat(CloseReason.of(1000, "bye").toPayload()).isEqualTo(Hex.bytes("03e8 627965"));
  }

  @Test
  void theReasonMayBeEmpty() throws ProtocolException {
    assertThat(CloseReason.parse(Hex.bytes("0fa0"))).isEqualTo(new CloseReason(4000, ""));
    assertThat(CloseReason.of(4000, "").toPayload()).isEqualTo(Hex.bytes("0fa0"));
  }

  @Test
  void anEmptyBodyMeans1005() throws ProtocolException {
    assertThat(CloseReason.parse(Hex.bytes(""))).isEqualTo(CloseReason.NO_STATUS);
    assertThat(CloseReason.NO_STATUS.code()).isEqualTo(1005);
    assertThat(CloseReason.NO_STATUS.toPayload().hasRemaining()).isFalse();
  }

  @Test
  void parsingLeavesTheBufferAsItIsAndDoesNotCareForItsByteOrder() throws ProtocolException {
    ByteBuffer body = Hex.bytes("ff 03e8 6f6b ff").position(1).limit(5);
    body.order(ByteOrder.LITTLE_ENDIAN);

    assertThat(CloseReason.parse(body)).isEqualTo(new CloseReason(1000, "ok"));

    assertThat(body.position()).isEqualTo(1);
    assertThat(body.limit()).isEqualTo(5);
  }

  @Test
  void aBodyOfOneByteIsRefused() {
    assertThat(refuse("03").rule()).isEqualTo(Rule.CLOSE_BODY_OF_ONE_BYTE);
  }

  @Test
  void everyCodeIsReadAsAnUnsignedNumberAndRefusedExactlyIfItMustNotTravel() {
    for (int code = 0; code <= 0xFFFF; code++) {
      ProtocolException broken = refuse("%04x".formatted(code));
      if (CloseCode.isValidOnTheWire(code)) {
        assertThat(broken).as("%d", code).isNull();
      } else {
        assertThat(broken).as("%d", code).hasMessageContaining(" " + code + " ");
        assertThat(broken.rule()).isEqualTo(Rule.CLOSE_CODE_FORBIDDEN);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"03e8 ff", "03e8 c3", "03e8 61c0af", "03e8 eda080", "03e8 6162e282"})
  void aReasonThatIsNotUtf8IsRefused(String body) {
    assertThat(refuse(body).rule()).isEqualTo(Rule.CLOSE_REASON_NOT_UTF8);
  }

  @Test
  void aReasonHasAtMost123BytesOfUtf8() throws ProtocolException {
    String longest = "\u20AC".repeat(41);

    CloseReason reason = CloseReason.of(1000, longest);

    assertThat(reason.toPayload().remaining()).isEqualTo(125);
    assertThat(CloseReason.parse(reason.toPayload())).isEqualTo(reason);
    assertThatThrownBy(() -> CloseReason.of(1000, longest + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("123");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65536 + 1000})
  void aCodeThatMustNotTravelCannotBeSent(int code) {
    assertThatThrownBy(() -> CloseReason.of(code, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("" + code);
    if (code != 1005) {
      assertThatThrownBy(() -> new CloseReason(code, "").toPayload())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anUnpairedSurrogateCannotBeSent() {
    assertThatThrownBy(() -> CloseReason.of(1000, "\uD800"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ProtocolException refuse(String body) {
    return catchThrowableOfType(ProtocolException.class, () -> CloseReason.parse(Hex.bytes(body)));
  }
}
