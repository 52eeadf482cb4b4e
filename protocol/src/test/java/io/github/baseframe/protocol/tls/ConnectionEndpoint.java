package io.github.baseframe.protocol.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;

/** A {@link TlsConnection}, and a writer that takes as much as a test wants. */
final class ConnectionEndpoint extends Endpoint {

  final TlsConnection tls;
  final SSLEngine engine;

  /** What the writer takes at a time. */
  int mostAtOnce = Integer.MAX_VALUE;

  /** How much may be on its way to the peer. */
  int pipeBytes = sent.capacity();

  private final ByteBuffer into = ByteBuffer.allocate(TlsBuffers.BYTES);

  ConnectionEndpoint(SSLEngine engine, TlsBuffers buffers) {
    this.engine = engine;
    this.tls = new TlsConnection(engine, buffers, this::write);
  }

  ConnectionEndpoint(SSLEngine engine) {
    this(engine, new TlsBuffers());
  }

  private void write(ByteBuffer records) {
    int room = Math.min(mostAtOnce, pipeBytes - sent.position());
    int count = Math.min(room, records.remaining());
    sent.put(records.slice(records.position(), count));
    records.position(records.position() + count);
  }

  @Override
  void start() throws IOException {
    tls.start();
  }

  @Override
  boolean isEstablished() {
    return tls.isEstablished();
  }

  @Override
  void receive(ByteBuffer records) throws IOException {
    while (records.hasRemaining()) {
      ByteBuffer buffer = tls.receiveBuffer();
      int count = Math.min(buffer.remaining(), records.remaining());
      buffer.put(records.slice(records.position(), count));
      records.position(records.position() + count);
      decrypt();
    }
    while (!tls.flush() && mostAtOnce > 0) {
      Thread.onSpinWait();
    }
  }

  /** Decrypts what is in the receive buffer. */
  void decrypt() throws IOException {
    try {
      tls.decrypt(into.clear());
    } finally {
      received.write(into.array(), 0, into.position());
    }
  }

  @Override
  void send(ByteBuffer payload) throws IOException {
    tls.encrypt(new ByteBuffer[] {payload}, 0, 1);
  }
}
