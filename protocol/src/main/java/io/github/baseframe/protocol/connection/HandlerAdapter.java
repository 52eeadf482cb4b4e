package io.github.baseframe.protocol.connection;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.message.MessageConsumer;
import java.nio.ByteBuffer;

/**
 * Passes what a connection receives on to the application's {@link WebSocketHandler}, and stands
 * between the two when the handler throws: nothing that it throws, not even an {@link Error}, gets
 * into the driver. Each driver says in {@link #onHandlerFailure} what it does then.
 *
 * <p>Called by the thread that drives the connection.
 */
public abstract class HandlerAdapter implements MessageConsumer {

  private final WebSocketHandler handler;
  private final WebSocketSession session;

  /** Who was not told of the beginning is not told of the end. */
  private boolean opened;

  /**
   * Creates an adapter for one connection.
   *
   * @param handler the application's
   * @param session the face of the connection that the handler is given
   */
  protected HandlerAdapter(WebSocketHandler handler, WebSocketSession session) {
    this.handler = handler;
    this.session = session;
  }

  /**
   * Returns the face of the connection.
   *
   * @return what the handler is given
   */
  public final WebSocketSession session() {
    return session;
  }

  /**
   * The handler threw, and was told of it: the driver writes one line of log and fails the
   * connection with 1011.
   *
   * @param error what it threw
   */
  protected abstract void onHandlerFailure(Throwable error);

  /**
   * Tells the handler that the connection is open.
   *
   * @param handshake what was agreed on
   */
  public final void onOpen(OpeningHandshake handshake) {
    opened = true;
    try {
      handler.onOpen(session, handshake);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public final void onWritable() {
    try {
      handler.onWritable(session);
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public final void onText(ByteBuffer utf8) {
    try {
      handler.onUtf8Text(session, viewOf(utf8));
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public final void onBinary(ByteBuffer payload) {
    try {
      handler.onBinary(session, viewOf(payload));
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public final void onPing(ByteBuffer payload) {
    try {
      handler.onPing(session, viewOf(payload));
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public final void onPong(ByteBuffer payload) {
    try {
      handler.onPong(session, viewOf(payload));
    } catch (Throwable e) {
      failed(e);
    }
  }

  @Override
  public final void onClose(CloseReason reason, boolean clean) {
    if (!opened) {
      return;
    }
    try {
      handler.onClose(session, reason, clean);
    } catch (Throwable e) {
      failed(e);
    }
  }

  /**
   * Makes what the handler is given of what was received. A handler that keeps a buffer against the
   * rules, and moves its position on another thread perhaps, must not move that of a buffer which
   * others use too.
   *
   * @param received as the core passes it on
   * @return a buffer with the same bytes that is this connection's own; here a new one
   */
  protected ByteBuffer viewOf(ByteBuffer received) {
    return received.duplicate();
  }

  private void failed(Throwable error) {
    try {
      handler.onError(session, error);
    } catch (Throwable second) {
      if (second != error) {
        error.addSuppressed(second);
      }
    }
    onHandlerFailure(error);
  }
}
