package io.github.baseframe.nio.testing;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down every call, for the thread of the test to take. */
public class RecordingHandler implements WebSocketHandler {

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<WebSocketSession> opened = new LinkedBlockingQueue<>();

  /** Returns the next call, as soon as it has happened. */
  public String next() {
    return take(events);
  }

  /** Returns the next session that is opened. */
  public WebSocketSession nextSession() {
    return take(opened);
  }

  private static <T> T take(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing happened in time");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Says whether nothing happened that was not taken. */
  public boolean isQuiet() {
    return events.isEmpty();
  }

  public void record(String event) {
    events.add(event);
  }

  @Override
  public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
    opened.add(session);
    record("open " + handshake.path());
  }

  @Override
  public void onText(WebSocketSession session, String text) {
    record("text " + text);
  }

  @Override
  public void onBinary(WebSocketSession session, ByteBuffer payload) {
    record("binary " + hex(payload));
  }

  @Override
  public void onPing(WebSocketSession session, ByteBuffer payload) {
    record("ping " + hex(payload));
  }

  @Override
  public void onPong(WebSocketSession session, ByteBuffer payload) {
    record("pong " + hex(payload));
  }

  @Override
  public void onWritable(WebSocketSession session) {
    record("writable");
  }

  @Override
  public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
    record("close " + reason.code() + (clean ? " clean" : " unclean"));
  }

  @Override
  public void onError(WebSocketSession session, Throwable error) {
    record("error " + error);
  }

  private static String hex(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
