package io.github.baseframe.protocol.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** The JDK's engine as it is, to compare with. */
final class EngineEndpoint extends Endpoint {

  final SSLEngine engine;

  /** What has come and is not decrypted, from 0 to position. */
  private final ByteBuffer incoming = ByteBuffer.allocate(4 << 20);

  private final ByteBuffer into = ByteBuffer.allocate(TlsBuffers.BYTES);

  EngineEndpoint(SSLEngine engine) {
    this.engine = engine;
  }

  @Override
  void start() throws IOException {
    engine.beginHandshake();
    advance();
  }

  @Override
  boolean isEstablished() {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  @Override
  void receive(ByteBuffer records) throws IOException {
    incoming.put(records);
    advance();
  }

  @Override
  void send(ByteBuffer payload) throws IOException {
    while (payload.hasRemaining()) {
      if (engine.wrap(payload, sent).bytesProduced() == 0) {
        throw new AssertionError("nothing is sent");
      }
    }
  }

  /** Asks for new keys, or in TLS 1.2 for another handshake. */
  void beginHandshakes(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      engine.beginHandshake();
      wrap();
    }
  }

  void end() throws IOException {
    engine.closeOutbound();
    wrap();
  }

  private void wrap() throws IOException {
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      engine.wrap(ByteBuffer.allocate(0), sent);
    }
  }

  private void advance() throws IOException {
    incoming.flip();
    try {
      boolean more = true;
      while (more) {
        switch (engine.getHandshakeStatus()) {
          case NEED_TASK -> engine.getDelegatedTask().run();
          case NEED_WRAP -> {
            wrap();
            more = !engine.isInboundDone();
          }
          default -> {
            SSLEngineResult result = engine.unwrap(incoming, into.clear());
            received.write(into.array(), 0, into.position());
            more = result.getStatus() == SSLEngineResult.Status.OK;
          }
        }
      }
    } finally {
      incoming.compact();
    }
  }
}
