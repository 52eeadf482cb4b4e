package io.github.baseframe.benchmarks.clients;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The JDK: a message may be sent when the one before it is, so each waits for that. */
final class JdkLibrary implements ClientLibrary {

  private final HttpClient client = HttpClient.newHttpClient();

  @Override
  public ClientConnection connect(URI server, Receiver receiver) {
    return new Connection(
        client.newWebSocketBuilder().buildAsync(server, new Listener(receiver)).join());
  }

  private static final class Listener implements WebSocket.Listener {
    private final Receiver receiver;

    /** Of the message of which parts have come. */
    private int length;

    Listener(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      length += data.length();
      if (last) {
        int complete = length;
        length = 0;
        receiver.onText(complete);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
      length += data.remaining();
      if (last) {
        int complete = length;
        length = 0;
        receiver.onBinary(complete);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      receiver.onClosed();
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      receiver.onFailure(error);
    }
  }

  private static final class Connection implements ClientConnection {
    private CompletableFuture<WebSocket> sent;

    Connection(WebSocket webSocket) {
      sent = CompletableFuture.completedFuture(webSocket);
    }

    /** The answer to a message may come, and be followed by the next, before this returns. */
    private synchronized void send(Function<WebSocket, CompletableFuture<WebSocket>> message) {
      sent = sent.thenCompose(message);
    }

    @Override
    public Runnable text(String text) {
      return () -> send(webSocket -> webSocket.sendText(text, true));
    }

    @Override
    public Runnable binary(byte[] payload) {
      return () -> send(webSocket -> webSocket.sendBinary(ByteBuffer.wrap(payload), true));
    }

    @Override
    public void close() {
      send(webSocket -> webSocket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }
  }
}
