package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Records what our side of a connection is told, for a test to wait for. */
final class Conversation implements WebSocketHandler {

  /**
   * How a connection ended.
   *
   * @param reason code and reason
   * @param clean whether both sides sent Close
   */
  record End(CloseReason reason, boolean clean) {
    static End clean(int code, String reason) {
      return new End(new CloseReason(code, reason), true);
    }
  }

  private final BlockingQueue<OpeningHandshake> handshakes = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> pings = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
  private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();

  @Override
  public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
    handshakes.add(handshake);
  }

  @Override
  public void onText(WebSocketSession session, String text) {
    texts.add(text);
  }

  @Override
  public void onBinary(WebSocketSession session, ByteBuffer payload) {
    binaries.add(copy(payload));
  }

  @Override
  public void onPing(WebSocketSession session, ByteBuffer payload) {
    pings.add(new String(copy(payload), UTF_8));
  }

  @Override
  public void onPong(WebSocketSession session, ByteBuffer payload) {
    pongs.add(new String(copy(payload), UTF_8));
  }

  @Override
  public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
    ends.add(new End(reason, clean));
  }

  OpeningHandshake handshake() {
    return Waiting.next(handshakes, "the opening handshake");
  }

  String text() {
    return Waiting.next(texts, "a text message");
  }

  byte[] binary() {
    return Waiting.next(binaries, "a binary message");
  }

  String ping() {
    return Waiting.next(pings, "a ping");
  }

  String pong() {
    return Waiting.next(pongs, "a pong");
  }

  End end() {
    return Waiting.next(ends, "the end of the connection");
  }

  private static byte[] copy(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return bytes;
  }
}
