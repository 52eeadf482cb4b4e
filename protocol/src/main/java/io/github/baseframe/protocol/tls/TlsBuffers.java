package io.github.baseframe.protocol.tls;

import java.nio.ByteBuffer;

/**
 * The buffers of records that all {@link TlsConnection}s of one thread share, so that a connection
 * on which nothing happens holds none. For one thread.
 */
public final class TlsBuffers {

  /**
   * So many bytes of records are received in one go. Decrypted they take no more room, so this is
   * what the buffer to decrypt into must have.
   */
  public static final int BYTES = 64 * 1024;

  /** So many bytes are made of what the application sends in one go: three full records. */
  static final int MAX_APPLICATION_BYTES = 56 * 1024;

  /**
   * Behind those of the application there is always room for what TLS itself has to say, and for
   * the room of a whole record that an engine wants to see before it makes a small one.
   */
  private static final int OUTGOING_BYTES = 80 * 1024;

  // On the heap, where the JDK's ciphers work.
  private final ByteBuffer incoming = ByteBuffer.allocate(BYTES);
  private final ByteBuffer outgoing = ByteBuffer.allocate(OUTGOING_BYTES);

  /** Makes the buffers of a thread. */
  public TlsBuffers() {}

  /** Where records that have come are put. */
  ByteBuffer incoming() {
    return incoming;
  }

  /** Where records are made. */
  ByteBuffer outgoing() {
    return outgoing;
  }
}
