package io.github.baseframe.conformance.engine;

import io.github.baseframe.protocol.BufferPool;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.ConnectionSettings;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.MaskingKeySource;
import io.github.baseframe.protocol.MessageConsumer;
import io.github.baseframe.protocol.OutboundQueue;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.TransportEnd;
import io.github.baseframe.protocol.WebSocketConnection;
import java.nio.ByteBuffer;

/** An echo on top of the core, driven by nothing but method calls. */
final class CoreSubject implements Subject, MessageConsumer {

  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  private final WebSocketConnection connection;

  CoreSubject(Role role) {
    ConnectionSettings settings =
        new ConnectionSettings(
            role,
            Limits.DEFAULT
                .withMaxMessageBytes(MAX_MESSAGE_BYTES)
                .withMaxQueuedBytes(MAX_MESSAGE_BYTES),
            OverflowPolicy.CLOSE_CONNECTION,
            Integer.MAX_VALUE);
    connection =
        new WebSocketConnection(
            settings,
            BufferPool.of(16 * 1024, 4, false),
            role == Role.CLIENT ? MaskingKeySource.secure() : null,
            this);
  }

  @Override
  public void receive(ByteBuffer in) {
    connection.receive(in);
  }

  @Override
  public void receiveEndOfStream() {
    connection.transportClosed();
  }

  @Override
  public void send(ByteBuffer out) {
    OutboundQueue queue = connection.output();
    long written = 0;
    for (int i = 0; i < queue.segmentCount() && out.hasRemaining(); i++) {
      ByteBuffer segment = queue.segments()[queue.firstSegment() + i];
      int count = Math.min(segment.remaining(), out.remaining());
      out.put(out.position(), segment, segment.position(), count);
      out.position(out.position() + count);
      segment.position(segment.position() + count);
      written += count;
    }
    queue.onWritten(written);
  }

  @Override
  public boolean hasEnded() {
    return connection.transportEnd() != TransportEnd.NOT_YET && connection.output().isEmpty();
  }

  @Override
  public void onText(ByteBuffer utf8) {
    connection.sendUtf8Text(utf8);
  }

  @Override
  public void onBinary(ByteBuffer payload) {
    connection.sendBinary(payload);
  }

  @Override
  public void onPing(ByteBuffer payload) {}

  @Override
  public void onPong(ByteBuffer payload) {}

  @Override
  public void onClose(CloseReason reason, boolean clean) {}
}
