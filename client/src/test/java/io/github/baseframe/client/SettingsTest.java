package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpLimits;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults and bounds of a client's settings; what they do is tested where it happens. */
class SettingsTest {
  private static final List<BiFunction<WebSocketClient.Builder, Duration, ?>> TIMES =
      List.of(
          WebSocketClient.Builder::connectTimeout,
          WebSocketClient.Builder::handshakeTimeout,
          WebSocketClient.Builder::closeTimeout,
          WebSocketClient.Builder::pingInterval);

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    ClientConfig config = WebSocketClient.builder().build().config;
    assertThat(config)
        .isEqualTo(
            new ClientConfig(
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ZERO,
                HttpFields.EMPTY,
                List.of(),
                ConnectionSettings.defaults(Role.CLIENT),
                config.extension(),
                HttpLimits.DEFAULT,
                true,
                16 * 1024,
                null));
  }

  @Test
  void timesAreFromOneMillisecondToOneDay() {
    WebSocketClient.Builder builder = WebSocketClient.builder();
    for (BiFunction<WebSocketClient.Builder, Duration, ?> time : TIMES) {
      assertThat(time.apply(builder, SHORTEST)).isSameAs(builder);
      assertThat(time.apply(builder, LONGEST)).isSameAs(builder);
      for (Duration wrong :
          List.of(
              SHORTEST.minusNanos(1),
              LONGEST.plusNanos(1),
              Duration.ofSeconds(-1),
              Duration.ofSeconds(Long.MAX_VALUE))) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> time.apply(builder, wrong))
            .withMessageContaining("must be from 1 millisecond to 1 day");
      }
    }
  }

  @Test
  void aTimeoutOfZeroIsRefusedButNoPingIntervalMeansNoKeepAlive() {
    for (BiFunction<WebSocketClient.Builder, Duration, ?> time : TIMES.subList(0, 3)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> time.apply(WebSocketClient.builder(), Duration.ZERO));
    }
    assertThat(WebSocketClient.builder().pingInterval(Duration.ZERO).build()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void sizesArePositive(int size) {
    WebSocketClient.Builder builder = WebSocketClient.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.readBufferBytes(size))
        .withMessage("readBufferBytes must be at least 1, not " + size);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxOutgoingFrameBytes(size))
        .withMessage("maxOutgoingFrameBytes must be at least 1, not " + size);
  }

  @Test
  void aHeaderCannotSmuggleALine() {
    for (String value : List.of("a\r\nb: c", "a\nb", "a\rb", "a\0b")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WebSocketClient.builder().header("X", value));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WebSocketClient.builder().header("X" + value, ""));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WebSocketClient.builder().subprotocols("p" + value).build());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Host, example.com",
    "Upgrade, h2c",
    "Connection, close",
    "Content-Length, 1",
    "Sec-WebSocket-Key, x",
    "sec-websocket-version, 8"
  })
  void theHandshakesOwnHeadersCannotBeSet(String name, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketClient.builder().header(name, value).build());
  }

  @Test
  void subprotocolsAreDifferent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketClient.builder().subprotocols("chat", "chat").build());
  }
}
