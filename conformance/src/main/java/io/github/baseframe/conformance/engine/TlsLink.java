package io.github.baseframe.conformance.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * A link by TLS over another link, for {@code wss}. The subject has ended its stream when its
 * close_notify came (RFC 8446 section 6.1), or the end of the transport without it, or an alert:
 * what is not said properly in TLS is no fault of RFC 6455. Ending the tester's direction is a
 * close_notify as well, and leaves the other direction as it is.
 */
public final class TlsLink implements Link {

  private final Link transport;
  private final SSLEngine engine;

  /** TLS records to be sent, from position to limit. */
  private final ByteBuffer outgoing;

  /** TLS records that have come, as far as they are not decrypted, from position to limit. */
  private final ByteBuffer incoming;

  /** What has come and is decrypted, from position to limit. */
  private final ByteBuffer decrypted;

  /** The subject sends nothing more that could be read. */
  private boolean ended;

  private TlsLink(Link transport, SSLEngine engine) {
    this.transport = transport;
    this.engine = engine;
    this.outgoing = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).limit(0);
    this.incoming = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).limit(0);
    this.decrypted = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
  }

  /**
   * Does the TLS handshake of a client.
   *
   * @param transport a connected link over which nothing was sent; it is closed with this link
   * @param context whom to trust
   * @param host the certificate has to be for this host
   * @param port of the host
   * @param deadline when to give up, in the time of the transport
   * @return the link
   * @throws IOException if the handshake fails or takes too long; the transport is not closed
   */
  public static TlsLink connect(
      Link transport, SSLContext context, String host, int port, long deadline) throws IOException {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    // RFC 2818: the certificate must be this host's. No setting turns it off.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    TlsLink link = new TlsLink(transport, engine);
    link.shakeHands(deadline);
    return link;
  }

  private void shakeHands(long deadline) throws IOException {
    engine.beginHandshake();
    while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      try {
        step(ByteBuffer.allocate(0));
      } catch (SSLException e) {
        sendLastRecord();
        throw e;
      }
      boolean waits = engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP;
      if (outgoing.hasRemaining() || waits) {
        exchange(deadline);
      }
      if (ended) {
        throw new SSLException("the server ended the connection during the TLS handshake");
      }
      if (now() - deadline >= 0) {
        throw new SSLException("the TLS handshake took too long");
      }
    }
  }

  @Override
  public long now() {
    return transport.now();
  }

  @Override
  public boolean transfer(ByteBuffer out, ByteBuffer in, long deadline) {
    try {
      while (true) {
        int before = out.remaining();
        step(out);
        int delivered = deliver(in);
        if (delivered > 0 || out.remaining() < before) {
          push();
          return true;
        }
        if (ended) {
          return false;
        }
        if (now() - deadline >= 0) {
          push();
          return true;
        }
        exchange(deadline);
      }
    } catch (SSLException e) {
      ended = true;
      sendLastRecord();
      return deliver(in) > 0;
    }
  }

  /** Encrypts and decrypts as much as there is room for, and does whatever else TLS wants. */
  private void step(ByteBuffer out) throws SSLException {
    boolean progress = true;
    while (progress) {
      runTasks();
      progress = !outgoing.hasRemaining() && isWrapDue(out) && wrap(out);
      progress |= !decrypted.hasRemaining() && incoming.hasRemaining() && unwrap();
    }
  }

  private boolean isWrapDue(ByteBuffer out) {
    HandshakeStatus status = engine.getHandshakeStatus();
    return status == HandshakeStatus.NEED_WRAP
        || status == HandshakeStatus.NOT_HANDSHAKING && out.hasRemaining();
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Makes a record; returns whether it did. */
  private boolean wrap(ByteBuffer out) throws SSLException {
    outgoing.clear();
    SSLEngineResult result = engine.wrap(out, outgoing);
    outgoing.flip();
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      // Nothing goes out behind a close_notify.
      out.position(out.limit());
    }
    return result.bytesProduced() > 0;
  }

  /** Reads a record; returns whether there was one. */
  private boolean unwrap() throws SSLException {
    decrypted.clear();
    try {
      SSLEngineResult result = engine.unwrap(incoming, decrypted);
      ended |= engine.isInboundDone();
      return result.bytesConsumed() > 0;
    } finally {
      decrypted.flip();
    }
  }

  private int deliver(ByteBuffer in) {
    int count = Math.min(in.remaining(), decrypted.remaining());
    in.put(decrypted.slice(decrypted.position(), count));
    decrypted.position(decrypted.position() + count);
    return count;
  }

  /** Sends and receives records; what was received before has been decrypted if it can be. */
  private void exchange(long deadline) {
    incoming.compact();
    if (incoming.hasRemaining()) {
      ended |= !transport.transfer(outgoing, incoming, deadline);
    } else {
      // A record larger than TLS has them, unless what was decrypted waits to be taken.
      ended |= !decrypted.hasRemaining();
    }
    incoming.flip();
  }

  /** Sends what is encrypted, as far as that does not need to be waited for. */
  private void push() {
    if (outgoing.hasRemaining()) {
      exchange(now());
    }
  }

  @Override
  public void endOutput() {
    sendLastRecord();
  }

  /** A close_notify, or the alert that tells the server what was wrong. */
  private void sendLastRecord() {
    engine.closeOutbound();
    push();
    try {
      step(ByteBuffer.allocate(0));
    } catch (SSLException e) {
      // Then there is none.
    }
    push();
  }

  @Override
  public void close() {
    endOutput();
    transport.close();
  }
}
