package io.github.baseframe.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down what a connection receives: {@code "text hello"}, {@code "binary 0102"}, {@code "ping
 * hi"}, {@code "close 1000 bye clean"}.
 */
class RecordingConsumer implements MessageConsumer {

  final List<String> events;

  RecordingConsumer() {
    this(new ArrayList<>());
  }

  RecordingConsumer(List<String> events) {
    this.events = events;
  }

  @Override
  public void onText(ByteBuffer utf8) {
    events.add("text " + UTF_8.decode(utf8.duplicate()));
  }

  @Override
  public void onBinary(ByteBuffer payload) {
    events.add("binary " + Hex.of(payload));
  }

  @Override
  public void onPing(ByteBuffer payload) {
    events.add("ping " + UTF_8.decode(payload.duplicate()));
  }

  @Override
  public void onPong(ByteBuffer payload) {
    events.add("pong " + UTF_8.decode(payload.duplicate()));
  }

  @Override
  public void onClose(CloseReason reason, boolean clean) {
    String how = clean ? " clean" : " unclean";
    events.add("close " + reason.code() + (" " + reason.reason()).stripTrailing() + how);
  }
}
