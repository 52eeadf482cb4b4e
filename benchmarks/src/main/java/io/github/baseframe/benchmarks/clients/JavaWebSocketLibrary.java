package io.github.baseframe.benchmarks.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/** Java-WebSocket: a client is a connection. */
final class JavaWebSocketLibrary implements ClientLibrary {

  @Override
  public ClientConnection connect(URI server, Receiver receiver) throws Exception {
    Connection connection = new Connection(server, receiver);
    connection.setTcpNoDelay(true);
    if (!connection.connectBlocking()) {
      throw new IOException("not connected");
    }
    return connection;
  }

  private static final class Connection extends WebSocketClient implements ClientConnection {
    private final Receiver receiver;

    Connection(URI server, Receiver receiver) {
      super(server);
      this.receiver = receiver;
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
      // connectBlocking waits for it.
    }

    @Override
    public void onMessage(String message) {
      receiver.onText(message.length());
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
      receiver.onBinary(bytes.remaining());
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
      receiver.onClosed();
    }

    @Override
    public void onError(Exception cause) {
      receiver.onFailure(cause);
    }

    @Override
    public Runnable text(String text) {
      return () -> send(text);
    }

    @Override
    public Runnable binary(byte[] payload) {
      return () -> send(payload);
    }
  }
}
