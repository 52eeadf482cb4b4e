package io.github.baseframe.client;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** What the application holds of a connection. Each call takes the connection's lock. */
final class ClientSession implements WebSocketSession {
  private final ClientConnection connection;
  private final String subprotocol;
  private final String peerAddress;
  private volatile Object attachment;

  ClientSession(ClientConnection connection, String subprotocol, String peerAddress) {
    this.connection = connection;
    this.subprotocol = subprotocol;
    this.peerAddress = peerAddress;
  }

  @Override
  public SendStatus sendText(String text) {
    return send(core -> core.sendText(text));
  }

  @Override
  public SendStatus sendUtf8Text(ByteBuffer utf8) {
    return send(core -> core.sendUtf8Text(utf8));
  }

  @Override
  public SendStatus sendBinary(ByteBuffer payload) {
    return send(core -> core.sendBinary(payload));
  }

  @Override
  public SendStatus send(PreparedMessage message) {
    return send(core -> core.send(message));
  }

  @Override
  public SendStatus sendPing(ByteBuffer payload) {
    return send(core -> core.sendPing(payload));
  }

  @Override
  public SendStatus sendPong(ByteBuffer payload) {
    return send(core -> core.sendPong(payload));
  }

  private SendStatus send(Function<WebSocketConnection, SendStatus> message) {
    return connection.send(message);
  }

  @Override
  public void close(int code, String reason) {
    connection.close(CloseReason.of(code, reason));
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public long bufferedAmount() {
    return connection.bufferedAmount();
  }

  @Override
  public String subprotocol() {
    return subprotocol;
  }

  @Override
  public String peerAddress() {
    return peerAddress;
  }

  @Override
  public Object attachment() {
    return attachment;
  }

  @Override
  public void attach(Object newAttachment) {
    attachment = newAttachment;
  }
}
