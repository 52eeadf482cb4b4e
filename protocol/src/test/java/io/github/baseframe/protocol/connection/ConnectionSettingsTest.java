package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.protocol.message.CountingPool;
import io.github.baseframe.protocol.message.RecordingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionSettingsTest {

  @ParameterizedTest
  @EnumSource
  void theDefaultsAreThoseOfTheDocumentation(Role role) {
    assertThat(ConnectionSettings.defaults(role))
        .isEqualTo(
            new ConnectionSettings(
                role, Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE));
  }

  @Test
  void aFrameMustHaveRoomForAByte() {
    assertThatThrownBy(
            () ->
                new ConnectionSettings(Role.SERVER, Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxOutgoingFrameBytes must be at least 1, not 0");
  }

  @Test
  void aClientNeedsMaskingKeysAndAServerHasNone() {
    ConnectionSettings client = ConnectionSettings.defaults(Role.CLIENT);
    ConnectionSettings server = ConnectionSettings.defaults(Role.SERVER);
    BufferPool pool = new CountingPool(1);
    RecordingConsumer consumer = new RecordingConsumer();

    assertThatThrownBy(() -> new WebSocketConnection(client, pool, null, consumer))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WebSocketConnection(server, pool, () -> 1, consumer))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
