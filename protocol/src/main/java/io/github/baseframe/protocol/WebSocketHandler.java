package io.github.baseframe.protocol;

import java.nio.ByteBuffer;

/**
 * What an application does with its connections, at a server and at a client alike. Override what
 * is needed; everything else is ignored.
 *
 * <p>One handler may serve many connections. The calls for one connection come one after another,
 * at a server on the thread of its event loop, where they must not block, as it serves other
 * connections too; at a client on an executor, where they may, unless it is told otherwise.
 *
 * <p>Buffers belong to the caller: they are valid during the call only, and what is to be kept must
 * be copied. Within the call they may be passed to a session's {@code send} methods.
 *
 * <p>Whatever a method throws, errors included, goes to {@link #onError} and then costs this one
 * connection a Close with 1011.
 */
public interface WebSocketHandler {

  /**
   * The opening handshake is done, messages can be sent.
   *
   * @param session the connection
   * @param handshake what was asked for and agreed on
   */
  default void onOpen(WebSocketSession session, OpeningHandshake handshake) {}

  /**
   * A text message came.
   *
   * @param session the connection
   * @param text the message
   */
  default void onText(WebSocketSession session, String text) {}

  /**
   * A text message came, as bytes. Override it instead of {@link #onText} to pay for no decoding;
   * by default it decodes and calls that.
   *
   * @param session the connection
   * @param utf8 the message, checked to be UTF-8
   */
  default void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
    onText(session, Utf8.decode(utf8));
  }

  /**
   * A binary message came.
   *
   * @param session the connection
   * @param payload the message
   */
  default void onBinary(WebSocketSession session, ByteBuffer payload) {}

  /**
   * A ping came. Its pong is on its way already.
   *
   * @param session the connection
   * @param payload 0 to 125 bytes
   */
  default void onPing(WebSocketSession session, ByteBuffer payload) {}

  /**
   * A pong came, asked for or not.
   *
   * @param session the connection
   * @param payload 0 to 125 bytes
   */
  default void onPong(WebSocketSession session, ByteBuffer payload) {}

  /**
   * All that waited to be sent is written, after a {@code send} had answered {@link
   * SendStatus#QUEUED} or {@link SendStatus#DROPPED}.
   *
   * @param session the connection
   */
  default void onWritable(WebSocketSession session) {}

  /**
   * The connection is over. Called exactly once for every connection that was opened, as its last
   * call (save for {@link #onError} if this method throws).
   *
   * @param session the connection; nothing can be sent any more
   * @param reason what the peer's Close frame said; what this endpoint sent, where it failed the
   *     connection; {@link CloseReason#ABNORMAL} (1006) where the transport just ended
   * @param clean whether both sides sent a Close frame
   */
  default void onClose(WebSocketSession session, CloseReason reason, boolean clean) {}

  /**
   * Another method of this handler threw. The connection then fails with 1011.
   *
   * @param session the connection
   * @param error what was thrown
   */
  default void onError(WebSocketSession session, Throwable error) {}
}
