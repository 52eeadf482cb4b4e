package io.github.baseframe.benchmarks.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import javax.net.SocketFactory;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** OkHttp: it always offers compression, so that the server has to decline. */
final class OkHttpLibrary implements ClientLibrary {

  private static final int NORMAL_CLOSURE = 1000;

  private final OkHttpClient client;

  OkHttpLibrary() {
    Dispatcher dispatcher = new Dispatcher();
    // An open connection counts as a request, of which there are few by default.
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    client =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .socketFactory(new NoDelaySocketFactory())
            .build();
  }

  @Override
  public ClientConnection connect(URI server, Receiver receiver) {
    Listener listener = new Listener(receiver);
    WebSocket webSocket =
        client.newWebSocket(new Request.Builder().url(server.toString()).build(), listener);
    listener.opened.join();
    return new Connection(webSocket);
  }

  private static final class Listener extends WebSocketListener {
    private final Receiver receiver;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    Listener(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
      opened.complete(null);
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
      receiver.onText(text.length());
    }

    @Override
    public void onMessage(WebSocket webSocket, ByteString bytes) {
      receiver.onBinary(bytes.size());
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
      receiver.onClosed();
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable cause, Response response) {
      if (!opened.completeExceptionally(cause)) {
        receiver.onFailure(cause);
      }
    }
  }

  private record Connection(WebSocket webSocket) implements ClientConnection {
    @Override
    public Runnable text(String text) {
      return () -> webSocket.send(text);
    }

    @Override
    public Runnable binary(byte[] payload) {
      ByteString bytes = ByteString.of(payload);
      return () -> webSocket.send(bytes);
    }

    @Override
    public void close() {
      webSocket.close(NORMAL_CLOSURE, null);
    }
  }

  /** OkHttp asks for sockets that are not connected, and has no setting for TCP_NODELAY. */
  private static final class NoDelaySocketFactory extends SocketFactory {
    @Override
    public Socket createSocket() throws IOException {
      Socket socket = new Socket();
      socket.setTcpNoDelay(true);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
