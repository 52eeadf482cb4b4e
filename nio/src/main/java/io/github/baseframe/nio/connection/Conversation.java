package io.github.baseframe.nio.connection;

import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.protocol.connection.TransportEnd;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Whom the bytes of a {@link Connection} are for at the moment, and whose bytes it writes: first
 * HTTP, then WebSocket. What a conversation decides, it decides by itself; the connection asks.
 *
 * <p>Called on the thread of the event loop. Whatever it throws costs this connection and no other.
 */
public interface Conversation {

  /**
   * Says where the next bytes are best read to.
   *
   * @param own the loop's buffer
   * @return that one, or another
   */
  default ByteBuffer receiveBuffer(ByteBuffer own) {
    return own;
  }

  /**
   * Bytes have come.
   *
   * @param in all of them are taken, or given to the conversation that takes over, unless {@link
   *     #isInterrupted} says otherwise
   */
  void receive(ByteBuffer in);

  /**
   * Says whether the latest {@link #receive} stopped before the end, as others come first: it is to
   * be called again with what is left, before anything else is read.
   *
   * @return true also if no bytes are left, but something is to be done
   */
  default boolean isInterrupted() {
    return false;
  }

  /**
   * Says how long a turn goes on with what was interrupted, here and elsewhere.
   *
   * @return nanoseconds
   */
  default long turnNanos() {
    return 0;
  }

  /** The peer will send no more. */
  void inputEnded();

  /**
   * The transport failed; what the peer has sent before may still be read.
   *
   * @param error what it threw
   */
  default void transportBroken(IOException error) {}

  /** Nothing can be written any more. May be told more than once. */
  void outputLost();

  /**
   * Writes as much of what waits as the transport takes; called at the end of each turn in which
   * something happened, also if nothing waits.
   *
   * @param transport takes bytes at the moment
   * @throws IOException if it is broken
   */
  void write(Transport transport) throws IOException;

  /** The transport takes nothing now. */
  void hold();

  /**
   * Says how much waits to be written.
   *
   * @return bytes
   */
  long waitingBytes();

  /**
   * Says whether it takes in no more for now, for reasons of its own.
   *
   * @return true if reading is to pause
   */
  default boolean isFull() {
    return false;
  }

  /**
   * Nothing is read for now: the peer does not take what waits for it, or {@link #isFull} says so.
   */
  default void onReadingPaused() {}

  /**
   * Says what to do with the transport, now that nothing waits to be written.
   *
   * @return the order
   */
  TransportEnd transportEnd();

  /** The phase that {@link Connection#endWithin} began has lasted too long. */
  void onPhaseTooLong();

  /** The peer's silence lasts: a sign of life is to be asked for. */
  default void ping() {}

  /** Not even that was answered. */
  default void onSilence() {}

  /**
   * Says how much memory would be free without it.
   *
   * @return bytes, about; 0 while it is idle
   */
  default long heldBytes() {
    return 0;
  }

  /** Memory is short, and this holds more than others: gives it back, and ends. */
  default void evict() {
    goAway();
  }

  /** The event loop is to end. */
  void goAway();

  /**
   * Something that is no fault of the peer's went wrong.
   *
   * @param error the log has told of it
   */
  void onFailure(Throwable error);

  /** The transport is closed. The last call. */
  void closed();
}
