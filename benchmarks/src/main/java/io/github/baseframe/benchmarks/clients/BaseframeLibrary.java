package io.github.baseframe.benchmarks.clients;

import io.github.baseframe.client.WebSocketClient;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Baseframe: only what every build has, as the build may be any. */
final class BaseframeLibrary implements ClientLibrary {

  /** The setting of newer builds that keeps handlers on the event loop; it takes nothing. */
  private static final String HANDLERS_ON_LOOP = "handlersOnLoop";

  private final WebSocketClient client;

  private BaseframeLibrary(WebSocketClient client) {
    this.client = client;
  }

  static BaseframeLibrary withDefaults() {
    return new BaseframeLibrary(WebSocketClient.builder().noCompression().build());
  }

  static BaseframeLibrary withHandlersOnLoop() {
    WebSocketClient.Builder builder = WebSocketClient.builder().noCompression();
    try {
      setting().orElseThrow().invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return new BaseframeLibrary(builder.build());
  }

  static boolean hasLoop() {
    return setting().isPresent();
  }

  private static Optional<Method> setting() {
    return Arrays.stream(WebSocketClient.Builder.class.getMethods())
        .filter(method -> method.getName().equals(HANDLERS_ON_LOOP))
        .filter(method -> method.getParameterCount() == 0)
        .findFirst();
  }

  @Override
  public ClientConnection connect(URI server, Receiver receiver) throws IOException {
    return new Connection(client.connect(server.toString(), new Handler(receiver)));
  }

  private record Handler(Receiver receiver) implements WebSocketHandler {
    @Override
    public void onText(WebSocketSession session, String text) {
      receiver.onText(text.length());
    }

    @Override
    public void onBinary(WebSocketSession session, ByteBuffer payload) {
      receiver.onBinary(payload.remaining());
    }

    @Override
    public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
      receiver.onClosed();
    }

    @Override
    public void onError(WebSocketSession session, Throwable error) {
      receiver.onFailure(error);
    }
  }

  private record Connection(WebSocketSession session) implements ClientConnection {
    @Override
    public Runnable text(String text) {
      return () -> session.sendText(text);
    }

    @Override
    public Runnable binary(byte[] payload) {
      return () -> session.sendBinary(ByteBuffer.wrap(payload));
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
