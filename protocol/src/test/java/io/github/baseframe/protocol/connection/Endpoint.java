package io.github.baseframe.protocol.connection;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.FrameRecorder;
import io.github.baseframe.protocol.frame.Frames;
import io.github.baseframe.protocol.message.CountingPool;
import io.github.baseframe.protocol.message.MessageConsumer;
import io.github.baseframe.protocol.message.MessageTransform;
import io.github.baseframe.protocol.message.RecordingConsumer;
import io.github.baseframe.protocol.message.TakingWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/** A connection whose transport is an array. */
public final class Endpoint {

  public final Role role;
  public final RecordingConsumer recorder = new RecordingConsumer();
  public final CountingPool pool = new CountingPool(1024);
  public final WebSocketConnection connection;

  /** What the driver does when it is asked to write. */
  public Runnable writeNow = () -> {};

  /** What the driver does when something is sent while something is put off. */
  public Runnable sendDeferred = () -> {};

  /** The segments of the latest write. */
  public List<ByteBuffer> written = List.of();

  public Endpoint(Role role) {
    this(role, ConnectionSettings.DEFAULT);
  }

  public Endpoint(Role role, Limits limits) {
    this(role, new ConnectionSettings(limits, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE));
  }

  public Endpoint(Role role, ConnectionSettings settings) {
    this(role, settings, endpoint -> endpoint.recorder);
  }

  public Endpoint(Role role, Function<Endpoint, MessageConsumer> consumer) {
    this(role, ConnectionSettings.DEFAULT, consumer);
  }

  public Endpoint(
      Role role, ConnectionSettings settings, Function<Endpoint, MessageConsumer> consumer) {
    this(role, settings, consumer, null);
  }

  public Endpoint(Role role, MessageTransform transform) {
    this(role, ConnectionSettings.DEFAULT, transform);
  }

  public Endpoint(Role role, ConnectionSettings settings, MessageTransform transform) {
    this(role, settings, endpoint -> endpoint.recorder, transform);
  }

  private Endpoint(
      Role role,
      ConnectionSettings settings,
      Function<Endpoint, MessageConsumer> consumers,
      MessageTransform transform) {
    this.role = role;
    MessageConsumer consumer = consumers.apply(this);
    WebSocketConnection.Driver driver =
        new WebSocketConnection.Driver() {
          @Override
          public void writeNow() {
            writeNow.run();
          }

          @Override
          public void sendDeferred() {
            sendDeferred.run();
          }
        };
    connection =
        role == Role.SERVER
            ? WebSocketConnection.server(settings, pool, transform, consumer, driver)
            : WebSocketConnection.client(
                settings, pool, () -> Frames.KEY, transform, consumer, driver);
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
    TakingWriter transport = new TakingWriter(most);
    connection.writeTo(transport);
    written = transport.segments;
    return transport.taken();
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
