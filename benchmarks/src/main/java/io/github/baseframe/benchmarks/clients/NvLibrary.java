package io.github.baseframe.benchmarks.clients;

import com.neovisionaries.ws.client.WebSocket;
import com.neovisionaries.ws.client.WebSocketAdapter;
import com.neovisionaries.ws.client.WebSocketException;
import com.neovisionaries.ws.client.WebSocketFactory;
import com.neovisionaries.ws.client.WebSocketFrame;
import java.net.URI;

/** nv-websocket-client. */
final class NvLibrary implements ClientLibrary {

  private final WebSocketFactory factory = new WebSocketFactory();

  @Override
  public ClientConnection connect(URI server, Receiver receiver) throws Exception {
    WebSocket webSocket = factory.createSocket(server);
    webSocket.addListener(new Listener(receiver));
    webSocket.connect();
    webSocket.getConnectedSocket().setTcpNoDelay(true);
    return new Connection(webSocket);
  }

  private static final class Listener extends WebSocketAdapter {
    private final Receiver receiver;

    Listener(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void onTextMessage(WebSocket webSocket, String text) {
      receiver.onText(text.length());
    }

    @Override
    public void onBinaryMessage(WebSocket webSocket, byte[] binary) {
      receiver.onBinary(binary.length);
    }

    @Override
    public void onDisconnected(
        WebSocket webSocket,
        WebSocketFrame serverClose,
        WebSocketFrame clientClose,
        boolean closedByServer) {
      receiver.onClosed();
    }

    @Override
    public void onError(WebSocket webSocket, WebSocketException cause) {
      receiver.onFailure(cause);
    }
  }

  private record Connection(WebSocket webSocket) implements ClientConnection {
    @Override
    public Runnable text(String text) {
      return () -> webSocket.sendText(text);
    }

    @Override
    public Runnable binary(byte[] payload) {
      return () -> webSocket.sendBinary(payload);
    }

    @Override
    public void close() {
      webSocket.disconnect();
    }
  }
}
