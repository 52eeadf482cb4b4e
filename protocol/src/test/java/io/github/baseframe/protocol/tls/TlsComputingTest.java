package io.github.baseframe.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose handshakes are computed elsewhere, and what it does at a time. */
class TlsComputingTest {

  private static TlsKeys keys;

  private final Queue<Runnable> steps = new ArrayDeque<>();
  private final ByteBuffer sent = ByteBuffer.allocate(1 << 20);
  private final ByteBuffer into = ByteBuffer.allocate(TlsBuffers.BYTES);
  private EngineEndpoint client;
  private TlsConnection server;

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = new TlsKeys();
  }

  private void start(String serverVersion, String clientVersion) throws IOException {
    client = new EngineEndpoint(keys.client(clientVersion));
    server = new TlsConnection(keys.server(serverVersion), new TlsBuffers(), sent::put, steps::add);
    server.start();
    client.start();
  }

  private void serverReads() throws IOException {
    server.receiveBuffer().put(client.takeAll());
    server.decrypt(into);
  }

  private void clientReads() throws IOException {
    client.receive(sent.flip());
    sent.clear();
  }

  private void compute() throws IOException {
    steps.remove().run();
    server.computed();
    serverReads();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void itGoesOnWhenWhatItHasGivenAwayIsComputed(String version) throws IOException {
    start(version, version);
    while (!server.isEstablished()) {
      serverReads();
      if (server.isComputing()) {
        assertThat(sent.position()).isZero();
        compute();
      }
      clientReads();
    }
    client.send(ByteBuffer.wrap(new byte[] {7}));
    serverReads();

    assertThat(into.position()).isEqualTo(1);
  }

  @Test
  void meanwhileNothingIsDecryptedNorSaidAndWhatComesIsKept() throws IOException {
    start("TLSv1.3", "TLSv1.3");
    serverReads();
    assertThat(server.isComputing()).isTrue();

    server.receiveBuffer().put((byte) 22);
    server.decrypt(into);
    server.end();

    assertThat(server.isInputEnded() || server.isOutputEnded()).isFalse();
    assertThat(sent.position()).isZero();
    steps.remove().run();
    server.computed();
    ByteBuffer records = server.receiveBuffer();
    assertThat(records.position()).isEqualTo(1);
    server.decrypt(into);
    assertThat(sent.position()).isPositive();
  }

  @Test
  void whatFailedMeanwhileIsThrownAndThePeerIsTold() throws IOException {
    start("TLSv1.3", "TLSv1.2");
    serverReads();

    assertThatThrownBy(this::compute).isInstanceOf(SSLException.class);
    server.end();

    // Content type 21, alert.
    assertThat(sent.get(0)).isEqualTo((byte) 21);
  }

  @Test
  void aFloodOfRecordsWithoutPayloadIsLeftForLaterCalls() throws IOException {
    start("TLSv1.3", "TLSv1.3");
    serverReads();
    compute();
    clientReads();
    serverReads();
    assertThat(server.isEstablished()).isTrue();
    long before = server.recordsWithoutPayload();
    client.beginHandshakes(5);
    client.send(ByteBuffer.wrap(new byte[] {7}));

    server.receiveBuffer().put(client.takeAll());
    server.decrypt(into, 3);
    assertThat(server.isUnfinished()).isTrue();
    assertThat(server.recordsWithoutPayload() - before).isEqualTo(3);
    assertThat(into.position()).isZero();

    server.receiveBuffer();
    server.decrypt(into, 3);
    assertThat(server.isUnfinished()).isFalse();
    assertThat(server.recordsWithoutPayload() - before).isEqualTo(5);
    assertThat(into.position()).isEqualTo(1);
  }
}
