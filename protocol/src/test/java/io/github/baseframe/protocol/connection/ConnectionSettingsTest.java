package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.protocol.message.CountingPool;
import io.github.baseframe.protocol.message.RecordingConsumer;
import org.junit.jupiter.api.Test;

class ConnectionSettingsTest {

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    assertThat(ConnectionSettings.DEFAULT)
        .isEqualTo(
            new ConnectionSettings(Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE));
  }

  @Test
  void aFrameMustHaveRoomForAByte() {
    assertThatThrownBy(() -> new ConnectionSettings(Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxOutgoingFrameBytes must be at least 1, not 0");
  }

  @Test
  void aClientNeedsMaskingKeys() {
    BufferPool pool = new CountingPool(1);
    RecordingConsumer consumer = new RecordingConsumer();

    assertThatThrownBy(
            () ->
                WebSocketConnection.client(
                    ConnectionSettings.DEFAULT,
                    pool,
                    null,
                    null,
                    consumer,
                    WebSocketConnection.COLLECTING))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("maskingKeys");
  }
}
