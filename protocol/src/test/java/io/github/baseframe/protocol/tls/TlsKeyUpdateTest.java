package io.github.baseframe.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** New keys, of which TLS 1.3 makes nothing special but which want an answer (RFC 8446 4.6.3). */
class TlsKeyUpdateTest {

  private static TlsKeys keys;

  private final ConnectionEndpoint server = new ConnectionEndpoint(keys.server("TLSv1.3"));

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = new TlsKeys();
  }

  @Test
  void newKeysAreAnsweredWithNewKeysAtAnyTime() throws IOException {
    EngineEndpoint plain = new EngineEndpoint(keys.client("TLSv1.3"));
    Endpoint.connect(server, plain);
    for (int i = 1; i <= 5; i++) {
      plain.beginHandshakes(1);
      plain.send(ByteBuffer.wrap(new byte[] {1}));
      server.receiveFrom(plain, 1);
      assertThat(server.sent.position()).isPositive();
      server.send(ByteBuffer.wrap(new byte[] {2}));
      plain.receiveFrom(server, TlsBuffers.BYTES);

      assertThat(server.received.size()).isEqualTo(i);
      assertThat(plain.received.size()).isEqualTo(i);
    }
  }

  @Test
  void twoSidesThatAreBothBlockedReadOnAllTheSame() throws IOException {
    ConnectionEndpoint client = new ConnectionEndpoint(keys.client("TLSv1.3"));
    Endpoint.connect(server, client);
    for (ConnectionEndpoint side : new ConnectionEndpoint[] {server, client}) {
      side.engine.beginHandshake();
      side.send(ByteBuffer.wrap(new byte[] {1}));
      side.mostAtOnce = 0;
      side.send(ByteBuffer.wrap(new byte[] {2}));
    }

    byte[] fromServer = server.takeAll();
    server.receive(ByteBuffer.wrap(client.takeAll()));
    client.receive(ByteBuffer.wrap(fromServer));
    assertThat(server.received.toByteArray()).containsExactly(1);
    assertThat(client.received.toByteArray()).containsExactly(1);

    server.mostAtOnce = Integer.MAX_VALUE;
    client.mostAtOnce = Integer.MAX_VALUE;
    assertThat(server.tls.flush() && client.tls.flush()).isTrue();
    Endpoint.talk(server, client, TlsBuffers.BYTES);
    assertThat(server.received.toByteArray()).containsExactly(1, 2);
    assertThat(client.received.toByteArray()).containsExactly(1, 2);
  }

  @Test
  void whoWantsAnswersWithoutEndButTakesNoneIsNotReadFrom() throws IOException {
    EngineEndpoint plain = new EngineEndpoint(keys.client("TLSv1.3"));
    Endpoint.connect(server, plain);
    server.mostAtOnce = 0;
    server.send(ByteBuffer.allocate(TlsBuffers.BYTES));
    plain.beginHandshakes(1000);
    plain.send(ByteBuffer.wrap(new byte[] {7}));
    server.tls.receiveBuffer().put(plain.takeAll());

    server.decrypt();
    assertThat(server.tls.isStalled()).isTrue();
    assertThat(server.received.size()).isZero();
    server.tls.receiveBuffer();
    server.decrypt();
    assertThat(server.tls.isStalled()).isTrue();

    server.mostAtOnce = Integer.MAX_VALUE;
    server.tls.receiveBuffer();
    server.decrypt();
    assertThat(server.tls.isStalled()).isFalse();
    assertThat(server.received.toByteArray()).containsExactly(7);
    plain.receiveFrom(server, TlsBuffers.BYTES);
    assertThat(plain.received.size()).isPositive();
  }

  /** In a JVM of its own, because the limit has to be set before TLS is used at all. */
  @Test
  @Timeout(120)
  void messagesBothWaysArriveHoweverOftenKeysChange() throws Exception {
    Process load =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KeyUpdateLoad.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      String output = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(output.strip()).isEqualTo("400 of 400, 400 of 400");
      assertThat(load.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      load.destroyForcibly();
    }
  }
}
