package io.github.baseframe.protocol.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One side of a TLS connection in memory. */
abstract class Endpoint {

  /** Records on their way to the peer, from 0 to position. */
  final ByteBuffer sent = ByteBuffer.allocate(4 << 20);

  /** What was decrypted. */
  final ByteArrayOutputStream received = new ByteArrayOutputStream();

  abstract void start() throws IOException;

  abstract boolean isEstablished();

  /** Receives records, as one read. */
  abstract void receive(ByteBuffer records) throws IOException;

  /** Sends as much payload as can be sent now. */
  abstract void send(ByteBuffer payload) throws IOException;

  /** Takes so many bytes of what was sent. */
  final byte[] take(int bytes) {
    byte[] taken = new byte[bytes];
    sent.flip().get(taken);
    sent.compact();
    return taken;
  }

  /** Takes all that was sent. */
  final byte[] takeAll() {
    return take(sent.position());
  }

  /** Receives what the peer has sent by now, in reads of at most so many bytes. */
  final void receiveFrom(Endpoint peer, int mostAtOnce) throws IOException {
    byte[] records = peer.takeAll();
    for (int at = 0; at < records.length; at += mostAtOnce) {
      receive(ByteBuffer.wrap(records, at, Math.min(mostAtOnce, records.length - at)));
    }
  }

  /** Lets two sides talk until neither has anything more to say. */
  static void talk(Endpoint one, Endpoint other, int mostAtOnce) throws IOException {
    while (one.sent.position() + other.sent.position() > 0) {
      one.receiveFrom(other, mostAtOnce);
      other.receiveFrom(one, mostAtOnce);
    }
  }

  /** Does the handshake. */
  static void connect(Endpoint server, Endpoint client) throws IOException {
    server.start();
    client.start();
    talk(server, client, TlsBuffers.BYTES);
  }
}
