package io.github.baseframe.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/** A connection whose transport is an array. */
final class Endpoint {

  final Role role;
  final RecordingConsumer recorder = new RecordingConsumer();
  final CountingPool pool = new CountingPool(1024);
  final WebSocketConnection connection;

  Endpoint(Role role) {
    this(ConnectionSettings.defaults(role));
  }

  Endpoint(Role role, Limits limits) {
    this(new ConnectionSettings(role, limits, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE));
  }

  Endpoint(ConnectionSettings settings) {
    this(settings, endpoint -> endpoint.recorder);
  }

  Endpoint(ConnectionSettings settings, Function<Endpoint, MessageConsumer> consumer) {
    this(settings, consumer, null);
  }

  Endpoint(
      ConnectionSettings settings,
      Function<Endpoint, MessageConsumer> consumer,
      MessageTransform transform) {
    role = settings.role();
    MaskingKeySource keys = role == Role.CLIENT ? () -> Frames.KEY : null;
    connection = new WebSocketConnection(settings, pool, keys, consumer.apply(this), transform);
  }

  Endpoint(ConnectionSettings settings, MessageTransform transform) {
    this(settings, endpoint -> endpoint.recorder, transform);
  }

  /** RFC 6455 7.1.1: after a failure the server ends the transport, and a client waits for that. */
  boolean endsAsAfterFailure() {
    return transportEnd()
        == (role == Role.SERVER ? TransportEnd.SHUT_DOWN_OUTPUT : TransportEnd.NOT_YET);
  }

  Endpoint receive(Frames frames) {
    return receive(frames.bytes());
  }

  Endpoint receive(ByteBuffer bytes) {
    connection.receive(bytes);
    return this;
  }

  /** The transport takes all that waits. */
  ByteBuffer drain() {
    return drain(Integer.MAX_VALUE);
  }

  /** The transport takes that many bytes at most. */
  ByteBuffer drain(int most) {
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
  List<String> sentFrames() {
    return FrameRecorder.decode(drain());
  }

  /** Takes all that waits, in hexadecimal. */
  String sentHex() {
    return Hex.of(drain());
  }

  List<String> events() {
    return recorder.events;
  }

  ConnectionState state() {
    return connection.state();
  }

  TransportEnd transportEnd() {
    return connection.transportEnd();
  }
}
