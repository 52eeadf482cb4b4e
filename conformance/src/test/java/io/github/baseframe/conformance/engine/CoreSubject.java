package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.fuzzing.CompressionNegotiation;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.TransportEnd;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.frame.MaskingKeySource;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator.Agreement;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.protocol.message.MessageConsumer;
import io.github.baseframe.protocol.message.MessageTransform;
import java.nio.ByteBuffer;
import java.util.List;

/** An echo on top of the core, driven by nothing but method calls. */
final class CoreSubject implements Subject, MessageConsumer {

  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  /** Everything that can be negotiated, and every message compressed. */
  private static final ExtensionNegotiator SERVER = negotiator(Role.SERVER);

  private static final ExtensionNegotiator CLIENT = negotiator(Role.CLIENT);

  private final WebSocketConnection connection;

  CoreSubject(Role role, CompressionNegotiation tester) {
    this(role, tester == null ? null : negotiate(role, tester).transforms().get());
  }

  private static ExtensionNegotiator negotiator(Role role) {
    return PerMessageDeflate.defaults(role)
        .withContextTakeover(true, true)
        .withMinMessageBytes(0)
        .newNegotiator();
  }

  private static Agreement negotiate(Role role, CompressionNegotiation tester) {
    if (role == Role.CLIENT) {
      return CLIENT.verify(List.of(tester.accept(CLIENT.offers()).extension()));
    }
    Agreement agreement = SERVER.accept(tester.offers());
    tester.verify(List.of(agreement.extension()));
    return agreement;
  }

  private CoreSubject(Role role, MessageTransform transform) {
    ConnectionSettings settings =
        new ConnectionSettings(
            Limits.DEFAULT
                .withMaxMessageBytes(MAX_MESSAGE_BYTES)
                .withMaxQueuedBytes(MAX_MESSAGE_BYTES),
            OverflowPolicy.CLOSE_CONNECTION,
            Integer.MAX_VALUE);
    BufferPool buffers = BufferPool.of(16 * 1024, 4, false);
    connection =
        role == Role.CLIENT
            ? WebSocketConnection.client(
                settings,
                buffers,
                MaskingKeySource.secure(),
                transform,
                this,
                WebSocketConnection.COLLECTING)
            : WebSocketConnection.server(
                settings, buffers, transform, this, WebSocketConnection.COLLECTING);
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
    connection.writeTo(
        (segments, first, segmentCount) -> {
          int start = out.position();
          for (int i = first; i < first + segmentCount && out.hasRemaining(); i++) {
            ByteBuffer segment = segments[i];
            int count = Math.min(segment.remaining(), out.remaining());
            out.put(out.position(), segment, segment.position(), count);
            out.position(out.position() + count);
            segment.position(segment.position() + count);
          }
          return out.position() - start;
        });
  }

  @Override
  public boolean hasEnded() {
    return connection.transportEnd() != TransportEnd.NOT_YET && connection.outputBytes() == 0;
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
