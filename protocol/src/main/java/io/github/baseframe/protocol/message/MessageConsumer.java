package io.github.baseframe.protocol.message;

import io.github.baseframe.protocol.CloseReason;
import java.nio.ByteBuffer;

/**
 * Takes what a connection receives. Called from inside of {@code WebSocketConnection.receive} and
 * the other calls into the connection, on their thread; it may call the connection's {@code send}
 * methods. It must not throw.
 *
 * <p>Buffers are valid during the call only and belong to the caller; copy what is to be kept.
 */
public interface MessageConsumer {

  /**
   * A whole text message.
   *
   * @param utf8 its bytes, checked to be UTF-8
   */
  void onText(ByteBuffer utf8);

  /**
   * A whole binary message.
   *
   * @param payload its bytes
   */
  void onBinary(ByteBuffer payload);

  /**
   * A ping. Its pong is queued already (RFC 6455 section 5.5.2).
   *
   * @param payload 0 to 125 bytes
   */
  void onPing(ByteBuffer payload);

  /**
   * A pong, asked for or not (RFC 6455 section 5.5.3).
   *
   * @param payload 0 to 125 bytes
   */
  void onPong(ByteBuffer payload);

  /**
   * All that waited is written, after a {@code send} was answered with QUEUED or DROPPED. Called
   * from inside of the driver's write, and never from inside of a {@code send}.
   */
  default void onWritable() {}

  /**
   * The connection is over. Called exactly once in every ending, and nothing is called after it.
   *
   * @param reason what the peer's Close frame said; where this endpoint failed the connection, the
   *     code and reason that it sent; {@link CloseReason#ABNORMAL} where the transport just ended
   * @param clean whether both sides sent a Close frame (RFC 6455 section 7.1.4)
   */
  void onClose(CloseReason reason, boolean clean);
}
