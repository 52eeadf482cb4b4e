package io.github.baseframe.protocol.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.Hex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How TLS ends: close_notify, alerts, and what is refused. */
class TlsEndTest {

  private static TlsKeys keys;

  private ConnectionEndpoint server;
  private ConnectionEndpoint client;

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = new TlsKeys();
  }

  private void connect(String version) throws IOException {
    server = new ConnectionEndpoint(keys.server(version));
    client = new ConnectionEndpoint(keys.client(version));
    Endpoint.connect(server, client);
  }

  private static void send(Endpoint from, int... bytes) throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(bytes.length);
    for (int value : bytes) {
      payload.put((byte) value);
    }
    from.send(payload.flip());
    assertThat(payload.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void theEndMayComeInTheSameReadAsTheLastPayload(String version) throws IOException {
    connect(version);
    send(client, 1, 2);
    client.tls.end();

    assertThat(server.tls.isInputEnded()).isFalse();
    server.tls.receiveBuffer().put(client.takeAll());
    server.decrypt();

    assertThat(server.received.toByteArray()).containsExactly(1, 2);
    assertThat(server.tls.isInputEnded()).isTrue();
    assertThat(client.tls.isOutputEnded()).isTrue();
  }

  /** An engine of the JDK takes it for one that comes to a client, and throws something else. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aHelloRequestToAServerIsAFailureOfThePeer(String version) throws IOException {
    server = new ConnectionEndpoint(keys.server(version));
    server.start();

    assertThatThrownBy(() -> server.receive(Hex.bytes("16 0303 0004 00000000")))
        .isInstanceOf(SSLException.class);
    server.tls.end();

    // An alert: user_canceled, or in TLS 1.3 unexpected_message.
    assertThat(server.takeAll()).startsWith(0x15, 3, 3, 0, 2);
  }

  @Test
  void afterTheEndOfOneDirectionTheOtherGoesOn() throws IOException {
    connect("TLSv1.3");
    client.tls.end();
    server.receiveFrom(client, TlsBuffers.BYTES);
    assertThat(server.tls.isOutputEnded()).isFalse();

    send(server, 1, 2, 3);
    client.receiveFrom(server, 1);
    assertThat(client.received.toByteArray()).containsExactly(1, 2, 3);
    assertThat(client.tls.isInputEnded()).isFalse();

    server.tls.end();
    client.receiveFrom(server, TlsBuffers.BYTES);
    assertThat(client.tls.isInputEnded()).isTrue();
  }

  @Test
  void whoHasEndedStillReceivesWhenThePeerChangesItsKeys() throws IOException {
    EngineEndpoint plain = new EngineEndpoint(keys.client("TLSv1.3"));
    server = new ConnectionEndpoint(keys.server("TLSv1.3"));
    Endpoint.connect(server, plain);
    server.tls.end();
    server.takeAll();

    plain.beginHandshakes(1);
    send(plain, 7);
    server.receiveFrom(plain, TlsBuffers.BYTES);

    assertThat(server.received.toByteArray()).containsExactly(7);
    assertThat(server.sent.position()).isZero();
  }

  @Test
  void inTls12TheEndOfOneDirectionIsAnsweredAndEndsTheOther() throws IOException {
    connect("TLSv1.2");
    client.tls.end();
    server.receiveFrom(client, TlsBuffers.BYTES);
    ByteBuffer payload = ByteBuffer.wrap(new byte[] {1});

    server.send(payload);
    assertThat(payload.position()).isZero();
    assertThat(server.tls.isOutputEnded()).isTrue();
    client.receiveFrom(server, TlsBuffers.BYTES);
    assertThat(client.tls.isInputEnded()).isTrue();
    assertThatThrownBy(() -> server.send(payload))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("CLOSED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void nothingIsSentBehindTheEnd(String version) throws IOException {
    connect(version);
    client.tls.end();
    int sent = client.sent.position();

    client.tls.end();
    assertThatThrownBy(() -> send(client, 1)).isInstanceOf(SSLException.class);

    assertThat(client.sent.position()).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void whatComesBehindTheEndIsThrownAway(String version) throws IOException {
    connect(version);
    client.tls.end();
    server.receiveFrom(client, TlsBuffers.BYTES);

    server.receive(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    server.receive(ByteBuffer.wrap(new byte[] {4}));

    assertThat(server.received.size()).isZero();
    assertThat(server.tls.receiveBuffer().position()).isZero();
  }

  @Test
  void theEndWaitsBehindPayloadThatTheWriterDoesNotTake() throws IOException {
    connect("TLSv1.3");
    client.mostAtOnce = 0;
    send(client, 1, 2, 3);
    client.tls.end();
    assertThat(client.tls.flush()).isFalse();

    client.mostAtOnce = Integer.MAX_VALUE;
    assertThat(client.tls.flush()).isTrue();
    server.receiveFrom(client, TlsBuffers.BYTES);

    assertThat(server.received.toByteArray()).containsExactly(1, 2, 3);
    assertThat(server.tls.isInputEnded()).isTrue();
  }

  @Test
  void plainHttpIsAnsweredWithAnAlert() throws IOException {
    server = new ConnectionEndpoint(keys.server("TLSv1.3"));
    server.start();

    assertThatThrownBy(
            () -> server.receive(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII))))
        .isInstanceOf(SSLException.class);
    server.tls.end();

    // Content type 21, alert; level 2, fatal.
    assertThat(HexFormat.of().formatHex(server.takeAll())).matches("1503..0002" + "02..");
  }

  @Test
  void aRecordThatIsTooLargeIsRefused() throws IOException {
    connect("TLSv1.3");

    assertThatThrownBy(
            () -> server.receive(ByteBuffer.wrap(HexFormat.of().parseHex("170303ffff0000"))))
        .isInstanceOf(SSLException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void whatCameBeforeAChangedRecordIsReceivedAndThePeerIsToldOfIt(String version)
      throws IOException {
    connect(version);
    send(client, 7);
    int first = client.sent.position();
    send(client, 1, 2, 3);
    int last = client.sent.position() - 1;
    client.sent.put(last, (byte) ~client.sent.get(last));
    assertThat(first).isPositive();

    assertThatThrownBy(() -> server.receiveFrom(client, TlsBuffers.BYTES))
        .isInstanceOf(SSLException.class);
    assertThat(server.received.toByteArray()).containsExactly(7);
    server.tls.end();
    assertThatThrownBy(() -> client.receiveFrom(server, TlsBuffers.BYTES))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("bad_record_mac");
  }

  @Test
  void theEndBeforeTheHandshakeIsAnAlert() throws IOException {
    server = new ConnectionEndpoint(keys.server("TLSv1.3"));
    server.start();
    // The beginning of a ClientHello.
    server.receive(ByteBuffer.wrap(new byte[] {22, 3, 1}));

    server.tls.end();

    assertThat(server.take(1)).containsExactly(21);
    assertThat(server.isEstablished()).isFalse();
  }

  @Test
  void aClientThatWantsAnotherHandshakeIsRefused() throws IOException {
    EngineEndpoint plain = new EngineEndpoint(keys.client("TLSv1.2"));
    server = new ConnectionEndpoint(keys.server("TLSv1.2"));
    Endpoint.connect(server, plain);

    plain.beginHandshakes(1);

    assertThatThrownBy(() -> server.receiveFrom(plain, TlsBuffers.BYTES))
        .isInstanceOf(SSLException.class)
        .hasMessage("renegotiation is refused");
  }

  @Test
  void aServerThatWantsAnotherHandshakeIsRefused() throws IOException {
    EngineEndpoint plain = new EngineEndpoint(keys.server("TLSv1.2"));
    client = new ConnectionEndpoint(keys.client("TLSv1.2"));
    Endpoint.connect(plain, client);

    plain.beginHandshakes(1);

    assertThatThrownBy(() -> client.receiveFrom(plain, TlsBuffers.BYTES))
        .isInstanceOf(SSLException.class)
        .hasMessage("renegotiation is refused");
  }
}
