package io.github.baseframe.benchmarks.attack;

import io.github.baseframe.benchmarks.peers.Keys;
import io.github.baseframe.protocol.tls.TlsBuffers;
import io.github.baseframe.protocol.tls.TlsConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * A TLS connection that changes its keys without end, and asks the server to do so too (RFC 8446
 * section 4.6.3).
 */
final class KeyUpdates implements Attack {

  private final SSLContext context = Keys.trustingContext();
  private final TlsBuffers buffers = new TlsBuffers();
  private final ByteBuffer payload = ByteBuffer.allocate(TlsBuffers.BYTES);

  /** One attacker's TLS. */
  record Session(SSLEngine engine, TlsConnection tls) {}

  /** Makes what a client says first. */
  static ByteBuffer hello() throws IOException {
    SSLEngine engine = Keys.trustingContext().createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.beginHandshake();
    engine.wrap(Bytes.nothing(), hello);
    return hello.flip();
  }

  @Override
  public void begin(Attacker attacker) throws IOException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    TlsConnection tls = new TlsConnection(engine, buffers, attacker.channel()::write);
    attacker.session = new Session(engine, tls);
    tls.start();
  }

  @Override
  public void onReceived(Attacker attacker, ByteBuffer bytes) throws IOException {
    TlsConnection tls = attacker.session.tls;
    ByteBuffer records = tls.receiveBuffer();
    if (tls.isStalled() || records.remaining() < bytes.remaining()) {
      attacker.reset();
      return;
    }
    records.put(bytes);
    tls.decrypt(payload.clear());
    if (tls.isEstablished()) {
      attacker.wakeWhenWritable();
    }
  }

  /** One update at a time: each costs this side as much as the other. */
  @Override
  public void onSent(Attacker attacker) throws IOException {
    Session session = attacker.session;
    if (session.tls.flush()) {
      session.engine.beginHandshake();
      session.tls.receiveBuffer();
      session.tls.decrypt(payload.clear());
    }
    attacker.wakeWhenWritable();
  }
}
