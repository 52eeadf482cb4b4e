package io.github.baseframe.protocol.deflate;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator.Agreement;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.protocol.message.MessageConsumer;
import io.github.baseframe.protocol.message.OutboundQueue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One side of a connection that agreed on compression; keeps the messages that it receives. */
final class Side implements MessageConsumer {

  final List<byte[]> messages = new ArrayList<>();
  final WebSocketConnection connection;
  CloseReason closeReason;

  /** What the application does when it is given a message. */
  Runnable onMessage = () -> {};

  private Side(Role role, Limits limits, Agreement agreement) {
    connection =
        new WebSocketConnection(
            new ConnectionSettings(role, limits, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE),
            BufferPool.of(16 * 1024, 1, false),
            role == Role.CLIENT ? () -> 0x37fa213d : null,
            this,
            agreement.transforms().get());
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
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    OutboundQueue queue = connection.output();
    while (!queue.isEmpty()) {
      ByteBuffer segment = queue.segments()[queue.firstSegment()];
      byte[] bytes = new byte[segment.remaining()];
      segment.get(bytes);
      taken.writeBytes(bytes);
      queue.onWritten(bytes.length);
    }
    return taken.toByteArray();
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
