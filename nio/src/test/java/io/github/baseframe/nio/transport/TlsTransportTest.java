package io.github.baseframe.nio.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Log;
import io.github.baseframe.nio.loop.MemoryBudget;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.nio.testing.TestKeys;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.protocol.tls.TlsBuffers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.spi.SelectorProvider;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS over a socket that gives and takes as many bytes at a time as a test wants. */
class TlsTransportTest {

  private static SSLContext context;

  private final Wire wire = new Wire();
  private TlsTerms terms = new TlsTerms(1, 1, 1, null, Integer.MAX_VALUE);
  private SSLEngine client;
  private TlsTransport server;

  /** What the client has received and decrypted. */
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  @BeforeAll
  static void makeKeys() throws Exception {
    context = new TestKeys().context();
  }

  /** The server's socket, and all there is of the network. */
  private static final class Wire implements Transport {
    private final ByteBuffer toServer = ByteBuffer.allocate(4 << 20);
    private final ByteBuffer toClient = ByteBuffer.allocate(4 << 20);
    private int mostAtOnce = Integer.MAX_VALUE;

    /** How many bytes the client takes before it takes no more. */
    private long room = Long.MAX_VALUE;

    private boolean clientEnded;
    private boolean outputEnded;
    private boolean closed;
    private boolean waitsForReading;
    private boolean waitsForWriting;
    private int writes;

    @Override
    public boolean isReadable() {
      return toServer.position() > 0 || clientEnded;
    }

    @Override
    public int minRoom() {
      return 1;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public int read(ByteBuffer into) {
      int count = Math.min(Math.min(mostAtOnce, into.remaining()), toServer.position());
      into.put(toServer.flip().slice(0, count));
      toServer.position(count).compact();
      return count;
    }

    @Override
    public boolean isInputEnded() {
      return clientEnded && toServer.position() == 0;
    }

    @Override
    public long write(ByteBuffer[] segments, int first, int count) {
      writes++;
      assertThat(count).isEqualTo(1);
      assertThat(outputEnded || closed).isFalse();
      ByteBuffer from = segments[first];
      int taken = (int) Math.min(Math.min(mostAtOnce, from.remaining()), room);
      toClient.put(from.slice(from.position(), taken));
      from.position(from.position() + taken);
      room -= taken;
      return taken;
    }

    @Override
    public boolean flush() {
      throw new AssertionError("a socket keeps nothing");
    }

    @Override
    public void waitFor(boolean reading, boolean writing) {
      waitsForReading = reading;
      waitsForWriting = writing;
    }

    @Override
    public void shutdownOutput() {
      outputEnded = true;
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public void reset() {
      close();
    }

    @Override
    public SocketAddress peerAddress() {
      return new InetSocketAddress(443);
    }
  }

  /** It computes what it has to in its reads. */
  private TlsTransport startServer() throws IOException {
    Log log = new Log("test");
    EventLoop notRunning =
        new EventLoop(
            SelectorProvider.provider(),
            Thread::new,
            1,
            BufferPool.of(1, 1, false),
            new MemoryShare(MemoryBudget.unlimited(log)),
            () -> {},
            log);
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return TlsTransport.startOn(wire, engine, new TlsLoop(notRunning, terms), () -> null, null);
  }

  private void shakeHands(String version) throws IOException {
    client = context.createSSLEngine("localhost", 443);
    client.setUseClientMode(true);
    client.setEnabledProtocols(new String[] {version});
    server = startServer();
    client.beginHandshake();
    while (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      clientWraps(new byte[0]);
      assertThat(server.read(ByteBuffer.allocate(server.minRoom()))).isZero();
      server.flush();
      clientUnwraps();
    }
    // The client's last record, and the tickets that are the server's answer to it.
    while (server.isReadable()) {
      assertThat(server.read(ByteBuffer.allocate(server.minRoom()))).isZero();
    }
    while (!server.flush()) {
      Thread.onSpinWait();
    }
    clientUnwraps();
  }

  /** Sends what there is to say, and the payload once that is possible. */
  private void clientWraps(byte[] payload) throws SSLException {
    ByteBuffer from = ByteBuffer.wrap(payload);
    while (from.hasRemaining() || client.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      SSLEngineResult result = client.wrap(from, wire.toServer);
      assertThat(result.bytesProduced()).isPositive();
    }
  }

  /** Each of them asks for one in return (RFC 8446 section 4.6.3). */
  private void sendKeyUpdates(int count) throws SSLException {
    for (int i = 0; i < count; i++) {
      client.beginHandshake();
      clientWraps(new byte[0]);
    }
  }

  /** Decrypts all whole records that have come, into what was received. */
  private void clientUnwraps() throws SSLException {
    ByteBuffer decrypted = ByteBuffer.allocate(1 << 20);
    wire.toClient.flip();
    SSLEngineResult result;
    do {
      result = client.unwrap(wire.toClient, decrypted);
      for (Runnable task = client.getDelegatedTask();
          task != null;
          task = client.getDelegatedTask()) {
        task.run();
      }
      received.write(decrypted.array(), 0, decrypted.position());
      decrypted.clear();
    } while (result.getStatus() == SSLEngineResult.Status.OK
        && client.getHandshakeStatus() != HandshakeStatus.NEED_WRAP);
    wire.toClient.compact();
  }

  /** Reads all that has come, and returns it. */
  private byte[] serverReads() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (server.isReadable()) {
      ByteBuffer into = ByteBuffer.allocate(server.minRoom());
      server.read(into);
      all.write(into.array(), 0, into.position());
    }
    return all.toByteArray();
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new Random(bytes).nextBytes(random);
    return random;
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3,1", "TLSv1.3,777", "TLSv1.2,1", "TLSv1.2,777"})
  void howRecordsAreCutToPiecesMakesNoDifference(String version, int mostAtOnce)
      throws IOException {
    wire.mostAtOnce = mostAtOnce;
    shakeHands(version);

    byte[] sent = random(50_000);
    clientWraps(sent);
    assertThat(Arrays.equals(serverReads(), sent)).isTrue();

    ByteBuffer[] answer = {
      ByteBuffer.wrap(sent, 0, 2), ByteBuffer.allocate(0), ByteBuffer.wrap(sent, 2, 49_998)
    };
    long taken = server.write(answer, 0, 3);
    while (!server.flush() || taken < 50_000) {
      taken += server.write(answer, 0, 3);
    }
    assertThat(taken).isEqualTo(50_000);
    clientUnwraps();
    assertThat(Arrays.equals(received.toByteArray(), sent)).isTrue();
  }

  @Test
  void segmentsAreCollectedInRecordsAndRecordsInWrites() throws IOException {
    shakeHands("TLSv1.3");
    wire.writes = 0;
    ByteBuffer[] segments = new ByteBuffer[40];
    Arrays.setAll(segments, index -> ByteBuffer.allocate(1000));

    assertThat(server.write(segments, 0, segments.length)).isEqualTo(40_000);

    assertThat(wire.writes).isEqualTo(1);
    assertThat(recordsToClient()).isEqualTo(3);
  }

  /** A record is a byte of type, two of version, two of length, and so many bytes. */
  private int recordsToClient() {
    int records = 0;
    for (int at = 0; at < wire.toClient.position(); at += 5 + wire.toClient.getShort(at + 3)) {
      records++;
    }
    return records;
  }

  @Test
  void aSocketThatTakesNothingIsGivenNoMoreThanOneBuffer() throws IOException {
    shakeHands("TLSv1.3");
    wire.room = 10_000;
    ByteBuffer segment = ByteBuffer.wrap(random(1 << 20));
    ByteBuffer[] segments = {segment};

    long taken = server.write(segments, 0, 1);
    assertThat(taken).isLessThan(TlsBuffers.BYTES).isEqualTo(segment.position());
    assertThat(server.flush()).isFalse();
    assertThat(server.write(segments, 0, 1)).isZero();

    wire.room = Long.MAX_VALUE;
    assertThat(taken + server.write(segments, 0, 1)).isEqualTo(1 << 20);
    assertThat(server.flush()).isTrue();
    clientUnwraps();
    assertThat(Arrays.equals(received.toByteArray(), segment.array())).isTrue();
  }

  @Test
  void whoWantsManyAnswersOfTlsButTakesNoneIsNotReadFrom() throws IOException {
    shakeHands("TLSv1.3");
    wire.room = 0;
    sendKeyUpdates(3000);
    clientWraps(new byte[] {7});
    int sent = wire.toServer.position();

    ByteBuffer into = ByteBuffer.allocate(server.minRoom());
    assertThat(server.read(into)).isZero();
    assertThat(sent - wire.toServer.position()).isLessThanOrEqualTo(TlsBuffers.BYTES);
    server.waitFor(true, true);
    assertThat(wire.waitsForReading).isFalse();
    assertThat(wire.waitsForWriting).isTrue();
    assertThat(server.isReadable()).isTrue();
    assertThat(server.read(into)).isZero();

    wire.room = Long.MAX_VALUE;
    assertThat(serverReads()).containsExactly(7);
    server.waitFor(true, false);
    assertThat(wire.waitsForReading).isTrue();
    clientUnwraps();
    assertThat(received.size()).isZero();
  }

  @Test
  void whatCameBeforeTheEndOfTheStreamIsReadBeforeTheEnd() throws IOException {
    shakeHands("TLSv1.3");
    wire.room = 0;
    server.write(new ByteBuffer[] {ByteBuffer.allocate(48_000)}, 0, 1);
    sendKeyUpdates(1000);
    clientWraps(new byte[] {1, 2});
    wire.clientEnded = true;
    assertThat(server.read(ByteBuffer.allocate(server.minRoom()))).isZero();
    assertThat(server.isInputEnded()).isFalse();
    wire.room = Long.MAX_VALUE;

    ByteBuffer into = ByteBuffer.allocate(server.minRoom());
    int count = 0;
    while (count == 0) {
      assertThat(server.isInputEnded()).isFalse();
      count = server.read(into);
    }
    assertThat(count).isEqualTo(2);
    assertThat(server.isInputEnded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void closeNotifyIsTheEndOfTheStream(String version) throws IOException {
    shakeHands(version);
    clientWraps(new byte[] {1});
    client.closeOutbound();
    clientWraps(new byte[0]);

    ByteBuffer into = ByteBuffer.allocate(server.minRoom());
    assertThat(server.isInputEnded()).isFalse();
    assertThat(server.read(into)).isEqualTo(1);
    assertThat(server.isInputEnded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void theEndIsSaidInTlsBeforeTheSocketSaysIt(String version) throws IOException {
    shakeHands(version);

    server.shutdownOutput();
    assertThat(server.flush()).isTrue();

    assertThat(wire.outputEnded).isTrue();
    clientUnwraps();
    assertThat(client.isInboundDone()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void theEndIsSaidInTlsBeforeTheSocketIsClosed(String version) throws IOException {
    shakeHands(version);

    server.close();
    server.close();

    assertThat(wire.closed).isTrue();
    clientUnwraps();
    assertThat(client.isInboundDone()).isTrue();
  }

  @Test
  void aSocketThatTakesNothingIsClosedAllTheSame() throws IOException {
    shakeHands("TLSv1.3");
    wire.room = 0;
    server.write(new ByteBuffer[] {ByteBuffer.allocate(1)}, 0, 1);

    server.close();

    assertThat(wire.closed).isTrue();
  }

  @Test
  void theSocketSaysItOnlyWhenItHasTakenTheEndOfTls() throws IOException {
    shakeHands("TLSv1.3");
    wire.room = 3;

    server.shutdownOutput();
    assertThat(server.flush()).isFalse();
    assertThat(wire.outputEnded).isFalse();

    wire.room = Long.MAX_VALUE;
    assertThat(server.flush()).isTrue();
    assertThat(wire.outputEnded).isTrue();
  }

  @Test
  void whatComesBehindOurEndIsNotDecrypted() throws IOException {
    shakeHands("TLSv1.3");
    server.shutdownOutput();
    wire.toServer.put(new byte[] {1, 2, 3});

    assertThat(server.read(ByteBuffer.allocate(server.minRoom()))).isEqualTo(3);
  }

  @Test
  void aRecordThatWasChangedOnTheWayIsAnsweredWithAnAlert() throws IOException {
    shakeHands("TLSv1.3");
    clientWraps(new byte[] {1, 2, 3});
    wire.toServer.put(7, (byte) ~wire.toServer.get(7));

    assertThatThrownBy(() -> server.read(ByteBuffer.allocate(server.minRoom())))
        .isInstanceOf(SSLException.class);
    server.close();
    assertThatThrownBy(this::clientUnwraps)
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("bad_record_mac");
  }

  @Test
  void nothingIsWrittenBeforeTheHandshakeIsOver() throws IOException {
    server = startServer();
    ByteBuffer[] segments = {ByteBuffer.allocate(1)};

    assertThat(server.write(segments, 0, 1)).isZero();
    assertThat(wire.toClient.position()).isZero();
    server.waitFor(true, true);
    assertThat(wire.waitsForReading).isTrue();
    assertThat(wire.waitsForWriting).isFalse();
  }
}
