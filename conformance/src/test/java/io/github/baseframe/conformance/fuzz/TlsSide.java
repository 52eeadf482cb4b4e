package io.github.baseframe.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.tls.TlsBuffers;
import io.github.baseframe.protocol.tls.TlsConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;

/** A TLS connection that anything may come to. When it fails, it is done with. */
final class TlsSide {

  /** What a transport takes at a time that takes little. */
  private static final int LITTLE_BYTES = 100;

  private static final int MAX_WITHOUT_PAYLOAD = 4;

  private static final TlsBuffers BUFFERS = new TlsBuffers();
  private static final ByteBuffer INTO = ByteBuffer.allocate(TlsBuffers.BYTES);

  private final TlsConnection connection;
  private final boolean takesLittle;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private long sentBytes;
  private boolean failed;

  TlsSide(SSLEngine engine, boolean takesLittle) {
    this.connection = new TlsConnection(engine, BUFFERS, this::take);
    this.takesLittle = takesLittle;
  }

  private void take(ByteBuffer records) {
    int count = takesLittle ? Math.min(records.remaining(), LITTLE_BYTES) : records.remaining();
    byte[] bytes = new byte[count];
    records.get(bytes);
    sent.writeBytes(bytes);
    sentBytes += count;
  }

  void start() throws IOException {
    connection.start();
  }

  boolean isEstablished() {
    return connection.isEstablished();
  }

  /** Gives it all of these bytes, unless they end it before. */
  void receive(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !failed && !connection.isInputEnded()) {
      ByteBuffer records = connection.receiveBuffer();
      if (connection.isStalled() || connection.isUnfinished()) {
        // What it owes has to go out first, or what it has left is due.
        decrypt();
        continue;
      }
      assertThat(records.hasRemaining()).as("there is room for more").isTrue();
      int count = Math.min(records.remaining(), bytes.remaining());
      records.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      decrypt();
    }
  }

  private void decrypt() {
    INTO.clear();
    try {
      connection.decrypt(INTO, MAX_WITHOUT_PAYLOAD);
    } catch (IOException e) {
      failed = true;
    }
    received.write(INTO.array(), 0, INTO.position());
  }

  void send(ByteBuffer payload) throws IOException {
    connection.encrypt(new ByteBuffer[] {payload}, 0, 1);
  }

  /** Says farewell, after a failure too, and sends all that it keeps. */
  void end() throws IOException {
    connection.end();
    while (!connection.flush()) {
      // The transport takes some more.
    }
  }

  /** What it has sent since it was last asked. */
  byte[] takeSent() throws IOException {
    while (!failed && !connection.flush()) {
      // The transport takes some more.
    }
    byte[] bytes = sent.toByteArray();
    sent.reset();
    return bytes;
  }

  long sentBytes() {
    return sentBytes;
  }

  byte[] received() {
    return received.toByteArray();
  }
}
