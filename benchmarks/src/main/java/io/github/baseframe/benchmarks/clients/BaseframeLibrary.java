package io.github.baseframe.benchmarks.clients;

import io.github.baseframe.client.WebSocketClient;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Baseframe: only what every build has, as the build may be any. */
final class BaseframeLibrary implements ClientLibrary {

  /** The setting of newer builds that keeps handlers on the event loop; it takes nothing. */
  private static final String HANDLERS_ON_LOOP = "handlersOnLoop";

  private final WebSocketClient client;

  private BaseframeLibrary(WebSocketClient client) {
    this.client = client;
  }

  static BaseframeLibrary withDefaults() {
    return new BaseframeLibrary(build());
  }

  static BaseframeLibrary withHandlersOnLoop() {
    return new BaseframeLibrary(build(HANDLERS_ON_LOOP));
  }

  /** By reflection, as the type of the builder is not the same in all builds. */
  private static WebSocketClient build(String... settings) {
    try {
      Object builder = WebSocketClient.class.getMethod("builder").invoke(null);
      builder.getClass().getMethod("noCompression").invoke(builder);
      for (String setting : settings) {
        builder.getClass().getMethod(setting).invoke(builder);
      }
      return (WebSocketClient) builder.getClass().getMethod("build").invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean hasLoop() {
    try {
      Class<?> builder = WebSocketClient.class.getMethod("builder").getReturnType();
      return Arrays.stream(builder.getMethods())
          .anyMatch(method -> method.getName().equals(HANDLERS_ON_LOOP));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
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
