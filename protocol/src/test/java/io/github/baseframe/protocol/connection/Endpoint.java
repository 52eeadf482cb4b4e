package io.github.baseframe.protocol.connection;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.FrameRecorder;
import io.github.baseframe.protocol.frame.Frames;
import io.github.baseframe.protocol.frame.MaskingKeySource;
import io.github.baseframe.protocol.message.CountingPool;
import io.github.baseframe.protocol.message.MessageConsumer;
import io.github.baseframe.protocol.message.MessageTransform;
import io.github.baseframe.protocol.message.OutboundQueue;
import io.github.baseframe.protocol.message.RecordingConsumer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/** A connection whose transport is an array. */
public final class Endpoint {

  public final Role role;
  public final RecordingConsumer recorder = new RecordingConsumer();
  public final CountingPool pool = new CountingPool(1024);
  public final WebSocketConnection connection;

  public Endpoint(Role role) {
    this(ConnectionSettings.defaults(role));
  }

  public Endpoint(Role role, Limits limits) {
    this(new ConnectionSettings(role, limits, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE));
  }

  public Endpoint(ConnectionSettings settings) {
    this(settings, endpoint -> endpoint.recorder);
  }

  public Endpoint(ConnectionSettings settings, Function<Endpoint, MessageConsumer> consumer) {
    this(settings, consumer, null);
  }

  public Endpoint(
      ConnectionSettings settings,
      Function<Endpoint, MessageConsumer> consumer,
      MessageTransform transform) {
    role = settings.role();
    MaskingKeySource keys = role == Role.CLIENT ? () -> Frames.KEY : null;
    connection = new WebSocketConnection(settings, pool, keys, consumer.apply(this), transform);
  }

  public Endpoint(ConnectionSettings settings, MessageTransform transform) {
    this(settings, endpoint -> endpoint.recorder, transform);
  }

  /** RFC 6455 7.1.1: after a failure the server ends the transport, and a client waits for that. */
  public boolean endsAsAfterFailure() {
    return transportEnd()
        == (role == Role.SERVER ? TransportEnd.SHUT_DOWN_OUTPUT : TransportEnd.NOT_YET);
  }

  public Endpoint receive(Frames frames) {
    return receive(frames.bytes());
  }

  public Endpoint receive(ByteBuffer bytes) {
    connection.receive(bytes);
    return this;
  }

  /** The transport takes all that waits. */
  public ByteBuffer drain() {
    return drain(Integer.MAX_VALUE);
  }

  /** The transport takes that many bytes at most. */
  public ByteBuffer drain(int most) {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    OutboundQueue queue = connection.output();
    int end = queue.firstSegment() + queue.segmentCount();
    for (int i = queue.firstSegment(); i < end; i++) {
      ByteBuffer segment = queue.segments()[i];
      int length = Math.min(segment.remaining(), most - taken.size());
      taken.writeBytes(Hex.toArray(segment.slice(segment.position(), length)));
      segment.position(segment.position() + length);
    }
    queue.onWritten(taken.size());
    return ByteBuffer.wrap(taken.toByteArray());
  }

  /** Takes all that waits and decodes it. */
  public List<String> sentFrames() {
    return FrameRecorder.decode(drain());
  }

  /** Takes all that waits, in hexadecimal. */
  public String sentHex() {
    return Hex.of(drain());
  }

  public List<String> events() {
    return recorder.events;
  }

  public ConnectionState state() {
    return connection.state();
  }

  public TransportEnd transportEnd() {
    return connection.transportEnd();
  }
}
