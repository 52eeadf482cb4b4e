package io.github.baseframe.protocol;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * An open connection as an application sees it. All methods may be called from any thread; what one
 * thread sends stays in order.
 *
 * <p>Every {@code send} takes the remaining bytes of the buffer that it is given (its position
 * moves to its limit), and is done with it when it returns: the caller may use the buffer again.
 */
public interface WebSocketSession {

  /**
   * Sends a text message.
   *
   * @param text any string without unpaired surrogates
   * @return what became of it
   * @throws IllegalArgumentException for an unpaired surrogate; nothing is sent
   */
  SendStatus sendText(String text);

  /**
   * Sends a text message given as bytes.
   *
   * @param utf8 valid UTF-8, which is not checked again, so that received text can be sent as it is
   * @return what became of it
   */
  SendStatus sendUtf8Text(ByteBuffer utf8);

  /**
   * Sends a binary message.
   *
   * @param payload the message
   * @return what became of it
   */
  SendStatus sendBinary(ByteBuffer payload);

  /**
   * Sends a message that was prepared before, for many sessions.
   *
   * @param message the message
   * @return what became of it
   */
  SendStatus send(PreparedMessage message);

  /**
   * Sends a ping.
   *
   * @param payload at most 125 bytes
   * @return what became of it
   * @throws IllegalArgumentException if it is longer; nothing is sent
   */
  SendStatus sendPing(ByteBuffer payload);

  /**
   * Sends a pong that nobody asked for; pings are answered without it.
   *
   * @param payload at most 125 bytes
   * @return what became of it
   * @throws IllegalArgumentException if it is longer; nothing is sent
   */
  SendStatus sendPong(ByteBuffer payload);

  /**
   * Starts the closing handshake: what was sent before goes out first, then Close. The connection
   * ends when the peer's Close is there, or when the close deadline has passed. Without effect if
   * it is closing already.
   *
   * @param code 1000 to 1003, 1007 to 1014 or 3000 to 4999
   * @param reason at most 123 bytes of UTF-8
   * @throws IllegalArgumentException if code or reason must not travel; nothing is sent
   */
  void close(int code, String reason);

  /** Starts the closing handshake with 1000 and no reason. */
  default void close() {
    close(CloseCode.NORMAL, "");
  }

  /**
   * Says whether messages can be sent. It may change at any moment: the answer of {@code send}
   * tells for sure.
   *
   * @return false once the connection is closing or closed
   */
  boolean isOpen();

  /**
   * Returns how much waits to be written.
   *
   * @return bytes, frame headers included, and 256 more for each message of another thread that has
   *     not come to the connection's own yet
   */
  long bufferedAmount();

  /**
   * Returns the subprotocol that both sides agreed on.
   *
   * @return its name, or null if there is none
   */
  String subprotocol();

  /**
   * Returns the address of the peer: the other end of the transport or, where a proxy stands in
   * between that the server trusts, what that tells of whom it speaks for.
   *
   * @return an {@link java.net.InetSocketAddress}, whose port is 0 where a proxy told none; or that
   *     of a Unix domain socket, which has no path if it is not bound; also after the end
   */
  SocketAddress peerAddress();

  /**
   * Returns what the application attached.
   *
   * @return the latest object given to {@link #attach}, or null
   */
  Object attachment();

  /**
   * Attaches an object of the application's choice, such as a user, to the connection.
   *
   * @param attachment any object, or null for none
   */
  void attach(Object attachment);
}
