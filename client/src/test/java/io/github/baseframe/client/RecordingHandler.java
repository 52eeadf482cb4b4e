package io.github.baseframe.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what it is told, one line an event. */
class RecordingHandler implements WebSocketHandler {
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  /** The next event, waited for; fails when none comes. */
  String next() throws InterruptedException {
    String event = events.poll(ScriptedServer.DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event came");
    }
    return event;
  }

  /** The event that came already, or null. */
  String nextIfAny() {
    return events.poll();
  }

  final void record(String event) {
    events.add(event);
  }

  @Override
  public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
    record("open");
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
    record(("ping " + UTF_8.decode(payload)).strip());
  }

  @Override
  public void onPong(WebSocketSession session, ByteBuffer payload) {
    record(("pong " + UTF_8.decode(payload)).strip());
  }

  @Override
  public void onWritable(WebSocketSession session) {
    record("writable");
  }

  @Override
  public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
    record(("close " + reason.code() + " " + reason.reason()).strip() + (clean ? " clean" : ""));
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
