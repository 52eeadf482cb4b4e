package io.github.baseframe.conformance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.message.MessageConsumer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes down what a connection receives, in hexadecimal: {@code "text 6869"}, {@code "ping "},
 * {@code "close 1000 627965 clean"}, {@code "close 1002"}.
 */
final class EventRecorder implements MessageConsumer {

  final List<String> events = new ArrayList<>();

  private void add(String what, ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    events.add(what + " " + HexFormat.of().formatHex(bytes));
  }

  @Override
  public void onText(ByteBuffer utf8) {
    add("text", utf8);
  }

  @Override
  public void onBinary(ByteBuffer payload) {
    add("binary", payload);
  }

  @Override
  public void onPing(ByteBuffer payload) {
    add("ping", payload);
  }

  @Override
  public void onPong(ByteBuffer payload) {
    add("pong", payload);
  }

  @Override
  public void onClose(CloseReason reason, boolean clean) {
    String code = "close " + reason.code();
    if (clean) {
      add(code, ByteBuffer.wrap(reason.reason().getBytes(UTF_8)));
      events.set(events.size() - 1, events.get(events.size() - 1) + " clean");
    } else {
      events.add(code);
    }
  }
}
