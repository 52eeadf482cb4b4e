package io.github.baseframe.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in, payload out, and the other way round, in both roles. */
class TlsConnectionTest {

  private static final byte[] PAYLOAD = random(70_000);

  private static TlsKeys keys;

  private ConnectionEndpoint server;
  private ConnectionEndpoint client;

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = new TlsKeys();
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new Random(bytes).nextBytes(random);
    return random;
  }

  private void make(String version) {
    server = new ConnectionEndpoint(keys.server(version));
    client = new ConnectionEndpoint(keys.client(version));
  }

  private void connect(String version) throws IOException {
    make(version);
    Endpoint.connect(server, client);
  }

  /** Sends all of the payload, as far as the peer takes it, and compares what has come. */
  private static void assertCarries(Endpoint from, Endpoint to, int mostAtOnce) throws IOException {
    ByteBuffer payload = ByteBuffer.wrap(PAYLOAD);
    to.received.reset();
    while (to.received.size() < PAYLOAD.length) {
      from.send(payload);
      assertThat(from.sent.position()).isPositive();
      to.receiveFrom(from, mostAtOnce);
    }
    assertThat(Arrays.equals(to.received.toByteArray(), PAYLOAD)).isTrue();
  }

  private static Endpoint endpoint(boolean plain, SSLEngine engine) {
    return plain ? new EngineEndpoint(engine) : new ConnectionEndpoint(engine);
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, false, false",
    "TLSv1.3, true, false",
    "TLSv1.3, false, true",
    "TLSv1.2, false, false",
    "TLSv1.2, true, false",
    "TLSv1.2, false, true"
  })
  void bothRolesUnderstandEachOtherAndAnEngine(
      String version, boolean plainServer, boolean plainClient) throws IOException {
    Endpoint server = endpoint(plainServer, keys.server(version));
    Endpoint client = endpoint(plainClient, keys.client(version));
    Endpoint.connect(server, client);

    assertThat(server.isEstablished()).isTrue();
    assertThat(client.isEstablished()).isTrue();
    assertCarries(client, server, TlsBuffers.BYTES);
    assertCarries(server, client, TlsBuffers.BYTES);
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, 1", "TLSv1.3, 777", "TLSv1.2, 1", "TLSv1.2, 777"})
  void recordsMayComeInPiecesOfAnySize(String version, int mostAtOnce) throws IOException {
    make(version);
    server.start();
    client.start();
    Endpoint.talk(server, client, mostAtOnce);

    assertCarries(client, server, mostAtOnce);
    assertCarries(server, client, mostAtOnce);
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, 1", "TLSv1.3, 777", "TLSv1.2, 1", "TLSv1.2, 777"})
  void recordsMayBeTakenInPiecesOfAnySize(String version, int mostAtOnce) throws IOException {
    make(version);
    server.mostAtOnce = mostAtOnce;
    client.mostAtOnce = mostAtOnce;
    server.start();
    client.start();
    while (!server.isEstablished() || !client.isEstablished()) {
      server.tls.flush();
      client.tls.flush();
      server.receiveFrom(client, TlsBuffers.BYTES);
      client.receiveFrom(server, TlsBuffers.BYTES);
    }

    assertCarries(client, server, TlsBuffers.BYTES);
    assertCarries(server, client, TlsBuffers.BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void recordsMayBeCutAtEveryByte(String version) throws IOException {
    connect(version);
    int cut = 0;
    int bytes;
    do {
      client.send(ByteBuffer.wrap(new byte[] {1}));
      client.send(ByteBuffer.wrap(new byte[] {2, 3}));
      bytes = client.sent.position();
      server.received.reset();

      server.receive(ByteBuffer.wrap(client.take(cut)));
      server.receiveFrom(client, TlsBuffers.BYTES);

      assertThat(server.received.toByteArray()).as("cut at %d", cut).containsExactly(1, 2, 3);
      cut++;
    } while (cut <= bytes);
  }

  @Test
  void theFirstFlightMayBeCutAnywhere() throws IOException {
    int cut = 0;
    int bytes;
    do {
      make("TLSv1.3");
      server.start();
      client.start();
      bytes = client.sent.position();
      server.receive(ByteBuffer.wrap(client.take(Math.min(cut, bytes))));
      Endpoint.talk(server, client, TlsBuffers.BYTES);
      assertThat(server.isEstablished() && client.isEstablished()).as("cut at %d", cut).isTrue();
      cut += 31;
    } while (cut < bytes);
  }

  @Test
  void allRecordsOfAReadAreDecryptedInOneGo() throws IOException {
    connect("TLSv1.3");
    for (int i = 0; i < 10; i++) {
      client.send(ByteBuffer.wrap(PAYLOAD, i * 1000, 1000));
    }
    server.tls.receiveBuffer().put(client.takeAll());

    server.decrypt();

    assertThat(server.received.toByteArray()).isEqualTo(Arrays.copyOf(PAYLOAD, 10_000));
  }

  @Test
  void aRecordThatHasNotComeWholeNeedsNoRoomYet() throws IOException {
    connect("TLSv1.3");
    client.send(ByteBuffer.allocate(100));
    client.send(ByteBuffer.wrap(PAYLOAD));
    server.tls.receiveBuffer().put(client.take(TlsBuffers.BYTES));

    // Three full records fit, and so much of a fourth one that only its room would be missing.
    server.decrypt();
    assertThat(server.received.size()).isBetween(48_000, 50_000);

    server.receiveFrom(client, TlsBuffers.BYTES);
    assertThat(server.received.size()).isEqualTo(100 + PAYLOAD.length);
  }

  @Test
  void segmentsAreCollectedInRecords() throws IOException {
    connect("TLSv1.3");
    ByteBuffer[] segments = new ByteBuffer[42];
    Arrays.setAll(segments, index -> ByteBuffer.allocate(index == 7 ? 0 : 1000));

    assertThat(client.tls.encrypt(segments, 1, 41)).isEqualTo(40_000);

    int records = 0;
    for (int at = 0; at < client.sent.position(); at += 5 + client.sent.getShort(at + 3)) {
      records++;
    }
    assertThat(records).isEqualTo(3);
  }

  @Test
  void whatAWriterDoesNotTakeIsKeptAndIsNoMoreThanFits() throws IOException {
    connect("TLSv1.3");
    client.mostAtOnce = 0;
    ByteBuffer payload = ByteBuffer.wrap(PAYLOAD);

    client.send(payload);
    assertThat(payload.position()).isBetween(1, TlsBuffers.BYTES);
    assertThat(client.tls.flush()).isFalse();
    assertThat(client.tls.hasUnsentRecords()).isTrue();
    int taken = payload.position();
    client.send(payload);
    assertThat(payload.position()).isEqualTo(taken);

    client.mostAtOnce = Integer.MAX_VALUE;
    client.send(payload);
    assertThat(client.tls.flush()).isTrue();
    server.receiveFrom(client, TlsBuffers.BYTES);
    assertThat(Arrays.equals(server.received.toByteArray(), PAYLOAD)).isTrue();
  }

  @Test
  void noPayloadIsTakenBeforeTheHandshakeIsOver() throws IOException {
    make("TLSv1.3");
    server.start();
    client.start();
    int hello = client.sent.position();
    ByteBuffer payload = ByteBuffer.wrap(new byte[] {1});

    client.send(payload);
    server.send(payload);

    assertThat(payload.position()).isZero();
    assertThat(client.sent.position()).isEqualTo(hello);
    assertThat(server.sent.position()).isZero();
    assertThat(client.isEstablished() || server.isEstablished()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void anIdleConnectionKeepsNothing(String version) throws IOException {
    connect(version);
    assertCarries(client, server, 1000);
    assertCarries(server, client, 1000);

    assertThat(server.tls.receiveBuffer().position()).isZero();
    assertThat(client.tls.receiveBuffer().position()).isZero();
    assertThat(server.tls.hasUnsentRecords() || client.tls.hasUnsentRecords()).isFalse();
  }

  @Test
  void ofWhatHasComeOnlyTheBeginningOfARecordIsKept() throws IOException {
    connect("TLSv1.3");
    client.send(ByteBuffer.wrap(PAYLOAD, 0, 1000));
    client.send(ByteBuffer.wrap(PAYLOAD, 0, 1000));

    server.receive(ByteBuffer.wrap(client.take(client.sent.position() / 2 + 3)));

    assertThat(server.tls.receiveBuffer().position()).isEqualTo(3);
  }

  @Test
  void connectionsOfAThreadShareTheirBuffers() throws IOException {
    TlsBuffers buffers = new TlsBuffers();
    ConnectionEndpoint[] servers = new ConnectionEndpoint[2];
    ConnectionEndpoint[] clients = new ConnectionEndpoint[2];
    for (int i = 0; i < 2; i++) {
      servers[i] = new ConnectionEndpoint(keys.server("TLSv1.3"), buffers);
      clients[i] = new ConnectionEndpoint(keys.client("TLSv1.3"), buffers);
      Endpoint.connect(servers[i], clients[i]);
      clients[i].send(ByteBuffer.wrap(PAYLOAD, i * 30_000, 30_000));
    }
    while (clients[0].sent.position() > 0) {
      for (int i = 0; i < 2; i++) {
        int bytes = Math.min(1001, clients[i].sent.position());
        servers[i].receive(ByteBuffer.wrap(clients[i].take(bytes)));
      }
    }

    assertThat(servers[0].received.toByteArray()).isEqualTo(Arrays.copyOf(PAYLOAD, 30_000));
    assertThat(servers[1].received.toByteArray())
        .isEqualTo(Arrays.copyOfRange(PAYLOAD, 30_000, 60_000));
  }

  @Test
  void tooLittleRoomToDecryptIntoIsTheCallersMistake() throws IOException {
    connect("TLSv1.3");
    client.send(ByteBuffer.wrap(PAYLOAD, 0, 1000));
    server.tls.receiveBuffer().put(client.takeAll());

    assertThatThrownBy(() -> server.tls.decrypt(ByteBuffer.allocate(500)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("500");
  }

  @Test
  void theClientSaysWhomItWantsToTalkTo() throws IOException {
    connect("TLSv1.3");

    ExtendedSSLSession session = (ExtendedSSLSession) server.engine.getSession();
    assertThat(session.getRequestedServerNames()).containsExactly(new SNIHostName("localhost"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aCertificateOfAnotherHostIsRefusedAndTheServerIsTold(String version) throws IOException {
    server = new ConnectionEndpoint(keys.server(version));
    client = new ConnectionEndpoint(keys.client(version, "other.example"));

    assertThatThrownBy(() -> Endpoint.connect(server, client))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("other.example");
    client.tls.end();
    assertThat(client.isEstablished()).isFalse();
    assertThatThrownBy(() -> server.receiveFrom(client, TlsBuffers.BYTES))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("certificate_unknown");
    assertThat(server.isEstablished()).isFalse();
  }

  @Test
  void whatCannotBeginSaysSoAtOnce() {
    client = new ConnectionEndpoint(keys.client("TLSv1.3"));
    client.engine.setEnabledProtocols(new String[0]);

    assertThatThrownBy(() -> client.start()).isInstanceOf(SSLException.class);
  }
}
