package io.github.baseframe.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.Endpoint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreparedMessagesTest {

  private static PreparedMessages inARow(String... texts) {
    return new PreparedMessages(Arrays.stream(texts).map(PreparedMessage::text).toList());
  }

  @Test
  void aServersFramesAreInARow() {
    Endpoint server = new Endpoint(Role.SERVER);

    server.connection.sendDeferred(inARow("a", "b", ""));

    assertThat(server.drain()).isEqualTo(Hex.bytes("810161 810162 8100"));
    assertThat(server.written).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theyComeBehindWhatWasSentBeforeAndInTheirOrder(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.connection.sendText("a");
    endpoint.connection.sendDeferred(inARow("b", "c"));
    endpoint.connection.sendText("d");

    assertThat(endpoint.sentFrames())
        .containsExactly("fin TEXT 61", "fin TEXT 62", "fin TEXT 63", "fin TEXT 64");
  }

  @Test
  void theRowIsUsedAgainByOtherConnections() {
    PreparedMessages messages = inARow("a", "b");

    for (int i = 0; i < 2; i++) {
      Endpoint server = new Endpoint(Role.SERVER);
      server.connection.sendDeferred(messages);
      server.drain(4);
      assertThat(server.drain()).isEqualTo(Hex.bytes("0162"));
    }
  }

  @Test
  void aRowThatIsTooLongToBeCopiedIsShared() {
    PreparedMessage half =
        PreparedMessage.binary(ByteBuffer.allocate(MessageWriter.MAX_COPIED_BYTES / 2 - 4));
    PreparedMessages most = new PreparedMessages(List.of(half, half));
    PreparedMessages tooLong = new PreparedMessages(List.of(half, half, PreparedMessage.text("")));
    Endpoint server = new Endpoint(Role.SERVER);

    server.connection.sendDeferred(tooLong);
    assertThat(server.pool.lent()).isZero();
    server.connection.sendDeferred(most);
    assertThat(server.pool.lent()).isEqualTo(1);

    String payload = "00".repeat(MessageWriter.MAX_COPIED_BYTES / 2 - 4);
    assertThat(server.sentFrames())
        .containsExactly(
            "fin BINARY " + payload,
            "fin BINARY " + payload,
            "fin TEXT",
            "fin BINARY " + payload,
            "fin BINARY " + payload);
  }

  @Test
  void aSingleMessageIsNotCopied() {
    PreparedMessage large =
        PreparedMessage.binary(ByteBuffer.allocate(MessageWriter.MAX_COPIED_BYTES + 1));
    Endpoint server = new Endpoint(Role.SERVER);

    server.connection.sendDeferred(new PreparedMessages(List.of(large)));

    server.drain();
    assertThat(server.written.get(1).array()).isSameAs(large.payload().array());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLargerThanAFrameMayBeIsSplitAndTheOthersAreNot(Role role) {
    Endpoint endpoint =
        new Endpoint(role, new ConnectionSettings(Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, 2));

    endpoint.connection.sendDeferred(inARow("a", "abc", "ab"));

    assertThat(endpoint.sentFrames())
        .containsExactly("fin TEXT 61", "more TEXT 6162", "fin CONTINUATION 63", "fin TEXT 6162");
  }
}
