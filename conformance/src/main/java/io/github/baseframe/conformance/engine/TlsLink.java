package io.github.baseframe.conformance.engine;

import io.github.baseframe.protocol.tls.TlsBuffers;
import io.github.baseframe.protocol.tls.TlsConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * A link by TLS over another link, for {@code wss}. The subject has ended its stream when its
 * close_notify came (RFC 8446 section 6.1), or the end of the transport without it, or an alert:
 * what is not said properly in TLS is no fault of RFC 6455. Ending the tester's direction is a
 * close_notify as well, and leaves the other direction as it is.
 */
public final class TlsLink implements Link {

  /** No more than a record is made at a time, so that what was sent is on its way. */
  private static final int MAX_RECORD_PAYLOAD_BYTES = 16 * 1024;

  private final Link transport;
  private final TlsConnection tls;

  /** TLS records to be sent, from position to limit. */
  private final ByteBuffer outgoing = ByteBuffer.allocate(TlsBuffers.BYTES).limit(0);

  /** TLS records that have come and wait to be decrypted, from position to limit. */
  private final ByteBuffer incoming = ByteBuffer.allocate(MAX_RECORD_PAYLOAD_BYTES).limit(0);

  /** What has come and is decrypted, from position to limit. */
  private final ByteBuffer decrypted = ByteBuffer.allocate(TlsBuffers.BYTES).limit(0);

  /** The subject sends nothing more that could be read. */
  private boolean ended;

  private TlsLink(Link transport, SSLEngine engine) {
    this.transport = transport;
    this.tls = new TlsConnection(engine, new TlsBuffers(), this::collect);
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
    tls.start();
    while (!tls.isEstablished()) {
      exchange(deadline);
      try {
        decrypt();
      } catch (IOException e) {
        sendLastRecord();
        throw e;
      }
      if (ended) {
        throw new SSLException("the server ended the connection during the TLS handshake");
      }
      if (now() - deadline >= 0) {
        throw new SSLException("the TLS handshake took too long");
      }
    }
    push();
  }

  @Override
  public long now() {
    return transport.now();
  }

  @Override
  public boolean transfer(ByteBuffer out, ByteBuffer in, long deadline) {
    try {
      while (true) {
        boolean sent = encrypt(out);
        decrypt();
        if (deliver(in) > 0 || sent) {
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
    } catch (IOException e) {
      ended = true;
      sendLastRecord();
      return deliver(in) > 0;
    }
  }

  /** Makes a record if the one before is sent; returns whether that took anything. */
  private boolean encrypt(ByteBuffer out) throws IOException {
    int before = out.remaining();
    if (tls.isOutputEnded()) {
      // Nothing goes out behind a close_notify.
      out.position(out.limit());
    } else if (out.hasRemaining() && !outgoing.hasRemaining() && tls.flush()) {
      int count = Math.min(before, MAX_RECORD_PAYLOAD_BYTES);
      long taken = tls.encrypt(new ByteBuffer[] {out.slice(out.position(), count)}, 0, 1);
      out.position(out.position() + (int) taken);
    }
    return out.remaining() < before;
  }

  /** Decrypts what has come, unless what came before is not taken yet. */
  private void decrypt() throws IOException {
    if (decrypted.hasRemaining()) {
      return;
    }
    ByteBuffer records = tls.receiveBuffer();
    int count = Math.min(incoming.remaining(), records.remaining());
    records.put(incoming.slice(incoming.position(), count));
    incoming.position(incoming.position() + count);
    try {
      tls.decrypt(decrypted.clear());
    } finally {
      decrypted.flip();
      ended |= tls.isInputEnded();
    }
  }

  private int deliver(ByteBuffer in) {
    int count = Math.min(in.remaining(), decrypted.remaining());
    in.put(decrypted.slice(decrypted.position(), count));
    decrypted.position(decrypted.position() + count);
    return count;
  }

  /** Takes records to be sent, as many as there is room for. */
  private void collect(ByteBuffer records) {
    outgoing.compact();
    int count = Math.min(outgoing.remaining(), records.remaining());
    outgoing.put(records.slice(records.position(), count)).flip();
    records.position(records.position() + count);
  }

  /** Sends and receives records; what was received before has been decrypted if it can be. */
  private void exchange(long deadline) {
    incoming.compact();
    if (incoming.hasRemaining()) {
      ended |= !transport.transfer(outgoing, incoming, deadline);
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
    try {
      tls.end();
    } catch (IOException e) {
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
