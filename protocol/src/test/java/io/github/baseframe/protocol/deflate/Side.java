package io.github.baseframe.protocol.deflate;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator.Agreement;
import io.github.baseframe.protocol.message.CountingPool;
import io.github.baseframe.protocol.message.MessageConsumer;
import io.github.baseframe.protocol.message.MessageTransform;
import io.github.baseframe.protocol.message.TakingWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One side of a connection that agreed on compression; keeps the messages that it receives. */
final class Side implements MessageConsumer {

  private static final int KEY = 0x37fa213d;

  final CountingPool pool = new CountingPool(16 * 1024);
  final List<byte[]> messages = new ArrayList<>();
  final WebSocketConnection connection;
  CloseReason closeReason;

  /** What the application does when it is given a message. */
  Runnable onMessage = () -> {};

  private Side(Role role, Limits limits, Agreement agreement) {
    ConnectionSettings settings =
        new ConnectionSettings(limits, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE);
    MessageTransform transform = agreement.transforms().get();
    connection =
        role == Role.SERVER
            ? WebSocketConnection.server(
                settings, pool, transform, this, WebSocketConnection.COLLECTING)
            : WebSocketConnection.client(
                settings, pool, () -> KEY, transform, this, WebSocketConnection.COLLECTING);
  }

  static Side client(Limits limits, ExtensionNegotiator atClient, ExtensionNegotiator atServer) {
    Agreement agreement = atServer.accept(atClient.offers());
    return new Side(Role.CLIENT, limits, atClient.verify(List.of(agreement.extension())));
  }

  static Side server(Limits limits, ExtensionNegotiator atClient, ExtensionNegotiator atServer) {
    return new Side(Role.SERVER, limits, atServer.accept(atClient.offers()));
  }

  /** The transport takes all that waits. */
  byte[] drain() {
    TakingWriter transport = new TakingWriter(Integer.MAX_VALUE);
    connection.writeTo(transport);
    return transport.taken().array();
  }

  /** Receives an unmasked frame, as a client does. */
  Side receiveFrame(int firstByte, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(10 + payload.length);
    frame.put((byte) firstByte);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 1 << 16) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    connection.receive(frame.put(payload).flip());
    return this;
  }

  @Override
  public void onText(ByteBuffer utf8) {
    messages.add(Compressed.toArray(utf8));
    onMessage.run();
  }

  @Override
  public void onBinary(ByteBuffer payload) {
    messages.add(Compressed.toArray(payload));
    onMessage.run();
  }

  @Override
  public void onPing(ByteBuffer payload) {}

  @Override
  public void onPong(ByteBuffer payload) {}

  @Override
  public void onClose(CloseReason reason, boolean clean) {
    closeReason = reason;
  }
}
