package io.github.baseframe.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.tls.TlsBuffers;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Whatever comes instead of TLS, or changes it on its way, ends in an {@code IOException} or in
 * payload that the peer has sent; it makes one side neither send nor keep without bound.
 *
 * <p>The scene: bit 0 for a client, else a server; bit 1 for TLS 1.2, else 1.3; bit 2 for an honest
 * peer, and then the stream changes what it sends: two bytes say where, the third how. Else it is
 * what comes: at once, or with bit 3 behind an honest handshake. Bit 4 for a transport that takes
 * little.
 */
public final class TlsFuzzer {

  private static final int EDIT_BYTES = 3;

  /** A handshake takes three, and sessions to resume come behind it. */
  private static final int MAX_ROUNDS = 6;

  private static final byte[] PAYLOAD = new byte[300];
  private static final SSLContext CONTEXT = context();

  private TlsFuzzer() {}

  /** Says the same to everyone, so that what was found is found again. */
  private static final class SameRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient Random random = new Random(1);

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }

  private static SSLContext context() {
    try {
      X509Bundle keys =
          new CertificateBuilder()
              .ecp256()
              .secureRandom(new SameRandom())
              .subject("CN=test")
              .addSanDnsName("localhost")
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys.toKeyManagerFactory().getKeyManagers(),
          keys.toTrustManagerFactory().getTrustManagers(),
          new SameRandom());
      return context;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs one input.
   *
   * @param data any bytes
   * @throws IOException where there must not be one
   */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    Input input = Input.of(data);
    TlsSide subject = new TlsSide(engine(input, input.has(0)), input.has(4));
    TlsSide peer = new TlsSide(engine(input, !input.has(0)), false);
    subject.start();
    if (input.has(2)) {
      talk(subject, peer, input.stream(), input.cuts());
    } else {
      if (input.has(3)) {
        talk(subject, peer, new byte[0], Pieces.WHOLE);
        assertThat(subject.isEstablished()).isTrue();
      }
      for (ByteBuffer piece : Pieces.of(input.stream(), input.cuts())) {
        subject.receive(piece);
      }
    }
    subject.end();

    byte[] received = subject.received();
    assertThat(received.length).isLessThanOrEqualTo(PAYLOAD.length);
    assertThat(received).isEqualTo(Arrays.copyOf(PAYLOAD, received.length));
    // Its own hello or certificate, answers, and what it may keep.
    assertThat(subject.sentBytes()).isLessThan(2L * TlsBuffers.BYTES + input.stream().length);
  }

  private static SSLEngine engine(Input input, boolean client) {
    SSLEngine engine = CONTEXT.createSSLEngine("localhost", 443);
    engine.setUseClientMode(client);
    engine.setEnabledProtocols(new String[] {input.has(1) ? "TLSv1.2" : "TLSv1.3"});
    return engine;
  }

  private static void talk(TlsSide subject, TlsSide peer, byte[] edits, int cuts)
      throws IOException {
    peer.start();
    int position = 0;
    for (int i = 0; i < MAX_ROUNDS; i++) {
      byte[] records = peer.takeSent();
      edit(records, position, edits);
      position += records.length;
      for (ByteBuffer piece : Pieces.of(records, cuts)) {
        subject.receive(piece);
      }
      peer.receive(ByteBuffer.wrap(subject.takeSent()));
      if (peer.isEstablished() && i == MAX_ROUNDS - 2) {
        peer.send(ByteBuffer.wrap(PAYLOAD));
      }
    }
  }

  private static void edit(byte[] records, int position, byte[] edits) {
    for (int i = 0; i + EDIT_BYTES <= edits.length; i += EDIT_BYTES) {
      int at = ((edits[i] & 0xFF) << 8 | edits[i + 1] & 0xFF) - position;
      if (at >= 0 && at < records.length) {
        records[at] ^= edits[i + 2];
      }
    }
  }
}
