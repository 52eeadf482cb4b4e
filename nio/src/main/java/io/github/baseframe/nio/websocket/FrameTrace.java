package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.protocol.frame.FrameTracer;
import io.github.baseframe.protocol.frame.TracedFrame;
import io.github.baseframe.protocol.frame.TracedFrame.Direction;
import io.github.baseframe.protocol.message.OutboundQueue.SegmentWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Shows the frames of one conversation, of both directions, as they are on the wire. */
public final class FrameTrace {

  private final FrameTracer received;
  private final FrameTracer sent;

  /** Bytes that were shown and that the connection has yet to take. */
  private int left;

  /**
   * Makes the trace of one conversation.
   *
   * @param maxPayloadBytes so much of each payload is shown
   * @param frames told of each frame, on the thread of the loop; must not throw
   */
  public FrameTrace(int maxPayloadBytes, Consumer<TracedFrame> frames) {
    this.received = new FrameTracer(Direction.RECEIVED, maxPayloadBytes, frames);
    this.sent = new FrameTracer(Direction.SENT, maxPayloadBytes, frames);
  }

  /** So much of the opening handshake goes out ahead of the frames. */
  void headToCome(int bytes) {
    sent.skip(bytes);
  }

  /** Bytes have come, behind those that were left; they stay as they are. */
  void received(ByteBuffer bytes) {
    received.accept(bytes.duplicate().position(bytes.position() + left));
  }

  /** So many of the bytes that were shown are left, and come once more. */
  void left(int bytes) {
    left = bytes;
  }

  /** Returns what writes to the transport and shows what that takes. */
  SegmentWriter<IOException> over(Transport transport) {
    return (segments, first, count) -> {
      ByteBuffer[] views = new ByteBuffer[count];
      for (int i = 0; i < count; i++) {
        views[i] = segments[first + i].duplicate();
      }
      long taken = transport.write(segments, first, count);
      for (int i = 0; i < count; i++) {
        sent.accept(views[i].limit(segments[first + i].position()));
      }
      return taken;
    };
  }
}
