package io.github.baseframe.client;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.Deadlines;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults and bounds of a client's settings; what they do is tested where it happens. */
class SettingsTest {
  private static final List<BiFunction<ClientBuilder, Duration, ?>> TIMES =
      List.of(
          ClientBuilder::connectTimeout,
          ClientBuilder::handshakeTimeout,
          ClientBuilder::closeTimeout,
          ClientBuilder::pongTimeout,
          ClientBuilder::pingInterval,
          ClientBuilder::writeTimeout);

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    ClientConfig config = WebSocketClient.builder().build().config;
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.terms().times())
        .isEqualTo(new Deadlines.Times(0, 30_000_000_000L, 30_000_000_000L));
    assertThat(config.terms().closeNanos()).isEqualTo(5_000_000_000L);
    assertThat(config.headers()).isEqualTo(HttpFields.EMPTY);
    assertThat(config.subprotocols()).isEmpty();
    assertThat(config.settings()).isEqualTo(ConnectionSettings.DEFAULT);
    assertThat(config.httpLimits()).isEqualTo(HttpLimits.DEFAULT);
    assertThat(config.tcpNoDelay()).isTrue();
    assertThat(config.sslContext()).isNull();
    assertThat(config.loop().readBufferBytes()).isEqualTo(256 * 1024);
    assertThat(config.executor()).isNotNull();
    assertThat(config.maxInboxBytes()).isEqualTo(1024 * 1024);
  }

  @Test
  void theGuideForOperatorsHasTheDefaults() throws IOException {
    ClientConfig config = WebSocketClient.builder().build().config;
    Deadlines.Times times = config.terms().times();
    String guide = Files.readString(Path.of("..", "docs", "operations.md"));
    assertThat(guide.substring(guide.indexOf("## Limits of the client")))
        .contains("| `connectTimeout` | " + config.connectTimeout().toSeconds() + " s |")
        .contains("| `handshakeTimeout` | " + config.handshakeTimeout().toSeconds() + " s |")
        .contains("| `pongTimeout` | " + NANOSECONDS.toSeconds(times.pongTimeout()) + " s |")
        .contains("| `writeTimeout` | " + NANOSECONDS.toSeconds(times.write()) + " s |")
        .contains("| `closeTimeout` | " + NANOSECONDS.toSeconds(config.terms().closeNanos()) + " s")
        .contains("| `maxInboxBytes` | " + (config.maxInboxBytes() >> 20) + " MiB |")
        .contains("| `readBufferBytes` | " + (config.loop().readBufferBytes() >> 10) + " KiB |");
  }

  @Test
  void timesAreFromOneMillisecondToOneDay() {
    ClientBuilder builder = WebSocketClient.builder();
    for (BiFunction<ClientBuilder, Duration, ?> time : TIMES) {
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
  void aTimeoutOfZeroIsRefusedButForPingsAndWritesZeroMeansNone() {
    for (BiFunction<ClientBuilder, Duration, ?> time : TIMES.subList(0, 4)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> time.apply(WebSocketClient.builder(), Duration.ZERO));
    }
    ClientConfig config =
        WebSocketClient.builder()
            .pingInterval(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .build()
            .config;
    assertThat(config.terms().times().pingInterval()).isZero();
    assertThat(config.terms().times().write()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void sizesArePositive(int size) {
    ClientBuilder builder = WebSocketClient.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.readBufferBytes(size))
        .withMessage("readBufferBytes must be at least 1, not " + size);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxOutgoingFrameBytes(size))
        .withMessage("maxOutgoingFrameBytes must be at least 1, not " + size);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxInboxBytes(size))
        .withMessage("maxInboxBytes must be at least 1, not " + size);
  }

  @Test
  void aReadBufferIsAtMost16MiB() {
    ClientBuilder builder = WebSocketClient.builder().readBufferBytes(16 << 20);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.readBufferBytes((16 << 20) + 1))
        .withMessage("readBufferBytes must be at most 16777216, not 16777217");
  }

  @Test
  void wssNeedsAReadBufferOf64KiB() {
    WebSocketClient client = WebSocketClient.builder().readBufferBytes(64 * 1024 - 1).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.connect("wss://localhost/", new RecordingHandler()))
        .withMessageContaining("readBufferBytes must be at least");
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
