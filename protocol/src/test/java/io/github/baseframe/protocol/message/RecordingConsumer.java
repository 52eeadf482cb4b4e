package io.github.baseframe.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down what a connection receives: {@code "text hello"}, {@code "binary 0102"}, {@code "ping
 * hi"}, {@code "writable"}, {@code "close 1000 bye clean"}.
 */
public class RecordingConsumer implements MessageConsumer {

  public final List<String> events;

  public RecordingConsumer() {
    this(new ArrayList<>());
  }

  public RecordingConsumer(List<String> events) {
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
  public void onWritable() {
    events.add("writable");
  }

  @Override
  public void onClose(CloseReason reason, boolean clean) {
    String how = clean ? " clean" : " unclean";
    events.add("close " + reason.code() + (" " + reason.reason()).stripTrailing() + how);
  }
}
