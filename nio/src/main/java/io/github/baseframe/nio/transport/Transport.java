package io.github.baseframe.nio.transport;

import io.github.baseframe.protocol.message.OutboundQueue.SegmentWriter;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * The bytes of one connection, in both directions, without blocking. All that a connection of an
 * event loop knows of sockets. Used by the thread of its event loop.
 */
public interface Transport extends SegmentWriter<IOException> {

  /**
   * Says whether a read may find something, when the selector has said that the channel is ready.
   *
   * @return true if it is worth trying
   */
  boolean isReadable();

  /**
   * Returns how much room a read needs.
   *
   * @return the fewest bytes that may remain in a buffer to read to
   */
  int minRoom();

  /**
   * Says whether bytes can be written at all yet.
   *
   * @return false while TLS shakes hands
   */
  boolean isReady();

  /**
   * Reads what has arrived.
   *
   * @param into filled from its position
   * @return how many bytes, 0 or more
   * @throws IOException if the transport is broken
   */
  int read(ByteBuffer into) throws IOException;

  /**
   * Says how much a read takes from the socket at most. Without effect where the room in the buffer
   * that is read to says so too.
   *
   * @param bytes at least 1, from now on
   */
  default void limitReads(int bytes) {}

  /**
   * Says whether the peer will send no more, as far as the latest read has found out.
   *
   * @return true if all that it has sent was read
   */
  boolean isInputEnded();

  /**
   * Writes as much as the transport takes now, and moves the positions of the segments by that. Of
   * what it takes it may keep some, which {@link #flush} writes.
   *
   * @param segments what to write, one behind the other
   * @param first the index of the first one
   * @param count how many there are, at least 1
   * @return how many bytes were taken, 0 or more
   * @throws IOException if the transport is broken
   */
  @Override
  long write(ByteBuffer[] segments, int first, int count) throws IOException;

  /**
   * Writes what the transport itself keeps.
   *
   * @return false if it still keeps some, because the socket took no more
   * @throws IOException if the transport is broken
   */
  boolean flush() throws IOException;

  /**
   * Says what the connection waits for.
   *
   * @param reading whether it wants to be called when bytes arrive
   * @param writing whether it wants to be called when bytes can be written
   */
  void waitFor(boolean reading, boolean writing);

  /**
   * Tells the peer that nothing more is written; reading goes on. Only when all has been written,
   * and to be followed by {@link #flush}.
   *
   * @throws IOException if the transport is broken
   */
  void shutdownOutput() throws IOException;

  /** Closes both directions. Never fails, and may be called more than once. */
  void close();

  /**
   * Closes both directions at once, without a goodbye: what the peer has not taken is thrown away,
   * also by the system, which may otherwise keep it for minutes, and the peer is told by a reset.
   * Never fails.
   */
  void reset();

  /**
   * Returns the address of the other end of the socket.
   *
   * @return an InetSocketAddress, or that of a Unix domain socket; also after the transport is
   *     closed
   */
  SocketAddress peerAddress();

  /**
   * Returns what TLS has agreed on.
   *
   * @return empty without TLS, or as long as it is not {@linkplain #isReady ready}
   */
  default Optional<SSLSession> tlsSession() {
    return Optional.empty();
  }
}
