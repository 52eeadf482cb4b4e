package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.TurnBudget;
import io.github.baseframe.protocol.connection.Deadlines;
import io.github.baseframe.protocol.handshake.HttpLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The defaults in the tables of docs/operations.md are those of the code. */
class OperationsDocumentTest {

  private final ServerConfig config =
      WebSocketServer.builder().route("/", new EchoHandler()).config();
  private Tls tls;
  private String document;

  @BeforeEach
  void read() throws IOException, NoSuchAlgorithmException {
    tls = Tls.context(SSLContext.getDefault());
    String all = Files.readString(Path.of("..", "docs", "operations.md"));
    document = all.substring(0, all.indexOf("## Limits of the client"));
  }

  @Test
  void limitsOfAConnection() {
    Limits limits = config.routes().find("/").terms().settings().limits();
    assertDefault("Limits.maxMessageBytes", bytes(limits.maxMessageBytes()));
    assertDefault("Limits.maxFrameBytes", bytes(limits.maxFrameBytes()));
    assertDefault("Limits.maxFragments", count(limits.maxFragments()));
    assertDefault("Limits.maxQueuedBytes", bytes(limits.maxQueuedBytes()));
    assertDefault("pauseReadingBytes", bytes(config.pauseReadingBytes()));
    HttpLimits http = config.httpLimits();
    assertDefault("HttpLimits.maxStartLine", bytes(http.maxStartLine()));
    assertDefault("HttpLimits.maxHead", bytes(http.maxHead()));
    assertDefault("HttpLimits.maxFields", count(http.maxFields()));
    assertDefault("Tls.maxKeyUpdatesASecond", count(tls.terms().maxKeyUpdatesASecond()));
  }

  @Test
  void deadlines() {
    Deadlines.Times times = config.timeouts().connection();
    assertDefault("handshakeTimeout", nanos(config.timeouts().handshake()));
    assertDefault("TrustedProxies.proxyHeaderTimeout", nanos(config.proxies().proxyHeaderNanos()));
    assertDefault("Tls.handshakePatience", nanos(tls.terms().patienceNanos()));
    assertDefault("pingInterval", nanos(times.pingInterval()));
    assertDefault("pongTimeout", nanos(times.pongTimeout()));
    assertDefault("writeTimeout", nanos(times.write()));
    assertDefault("closeTimeout", nanos(config.timeouts().close()));
    assertDefault("shutdownTimeout", nanos(config.timeouts().shutdown()));
    assertDefault("Tls.reloadInterval", time(tls.reloadInterval()));
    assertDefault("PeerLimits.retryAfter", time(config.peerLimits().retryAfter()));
  }

  @Test
  void limitsOfEverybodyAndOfAnAddress() {
    assertDefault("maxConnections", count(config.maxConnections()));
    assertDefault("backlog", count(config.backlog()));
    PeerLimits peers = config.peerLimits();
    assertDefault("PeerLimits.connectionsPerAddress", count(peers.connectionsPerAddress()));
    assertDefault("PeerLimits.connectionsPerIpv6Prefix", count(peers.connectionsPerIpv6Prefix()));
    assertDefault("PeerLimits.handshakesPerSecond", count(peers.handshakesPerSecond()));
    assertDefault("PeerLimits.pendingHandshakes", count(peers.pendingHandshakes()));
    assertDefault("Tls.maxHandshakes", count(tls.terms().maxHandshakes()));
    assertDefault("Tls.maxHandshakeStepsATurn", count(tls.terms().maxStepsATurn()));
  }

  @Test
  void turnsAndBuffers() {
    TurnBudget turn = config.routes().find("/").terms().settings().turnBudget();
    assertDefault("TurnBudget.maxFrames", count(turn.maxFrames()));
    assertDefault("TurnBudget.maxDecodedBytes", bytes(turn.maxDecodedBytes()));
    assertDefault("TurnBudget.maxTime", time(turn.maxTime()));
    assertDefault("readBufferBytes", bytes(config.readBufferBytes()));
  }

  private void assertDefault(String setting, String value) {
    assertThat(document).containsOnlyOnce("| `" + setting + "` | " + value + " |");
  }

  private static String bytes(long bytes) {
    return bytes >> 20 << 20 == bytes ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String nanos(long nanos) {
    return time(Duration.ofNanos(nanos));
  }

  private static String time(Duration time) {
    return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
