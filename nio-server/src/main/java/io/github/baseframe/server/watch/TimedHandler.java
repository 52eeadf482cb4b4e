package io.github.baseframe.server.watch;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.monitoring.ServerObserver.SlowHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;

/** Times the calls of a handler, and tells of slow ones when they have returned. */
final class TimedHandler implements WebSocketHandler {

  private final String route;
  private final WebSocketHandler handler;
  private final long slowNanos;
  private final Consumer<SlowHandler> slow;

  TimedHandler(
      String route, WebSocketHandler handler, Duration slowFrom, Consumer<SlowHandler> slow) {
    this.route = route;
    this.handler = handler;
    this.slowNanos = slowFrom.toNanos();
    this.slow = slow;
  }

  private void time(WebSocketSession session, String call, Runnable action) {
    long start = System.nanoTime();
    try {
      action.run();
    } finally {
      long nanos = System.nanoTime() - start;
      if (nanos >= slowNanos) {
        slow.accept(new SlowHandler(session.peerAddress(), route, call, Duration.ofNanos(nanos)));
      }
    }
  }

  @Override
  public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
    time(session, "onOpen", () -> handler.onOpen(session, handshake));
  }

  @Override
  public void onText(WebSocketSession session, String text) {
    time(session, "onText", () -> handler.onText(session, text));
  }

  @Override
  public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
    time(session, "onUtf8Text", () -> handler.onUtf8Text(session, utf8));
  }

  @Override
  public void onBinary(WebSocketSession session, ByteBuffer payload) {
    time(session, "onBinary", () -> handler.onBinary(session, payload));
  }

  @Override
  public void onPing(WebSocketSession session, ByteBuffer payload) {
    time(session, "onPing", () -> handler.onPing(session, payload));
  }

  @Override
  public void onPong(WebSocketSession session, ByteBuffer payload) {
    time(session, "onPong", () -> handler.onPong(session, payload));
  }

  @Override
  public void onWritable(WebSocketSession session) {
    time(session, "onWritable", () -> handler.onWritable(session));
  }

  @Override
  public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
    time(session, "onClose", () -> handler.onClose(session, reason, clean));
  }

  @Override
  public void onError(WebSocketSession session, Throwable error) {
    time(session, "onError", () -> handler.onError(session, error));
  }
}
