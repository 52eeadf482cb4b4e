package io.github.baseframe.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our server compresses for, and inflates what comes from, the clients of others: with every
 * parameter that they can offer, with context takeover and without.
 */
class ServerCompressionTest {
  private CompressedEcho server;

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** Takes context over unless the client forbids it. */
  private static PerMessageDeflate settings(boolean takeover) {
    return PerMessageDeflate.defaults(Role.SERVER)
        .withContextTakeover(takeover, takeover)
        .withMinMessageBytes(0);
  }

  private String start(boolean takeover) throws IOException {
    server = new CompressedEcho(settings(takeover));
    return server.uri();
  }

  @TestFactory
  Stream<DynamicTest> wsWithAllParameters() throws IOException {
    return NodeScripts.rules("ws-compression-client.mjs", start(true));
  }

  @TestFactory
  Stream<DynamicTest> pythonWebsocketsWithAllParameters() throws Exception {
    return NodeScripts.rules(
        PythonScripts.missing(), PythonScripts.command("compression_client.py", start(true)));
  }

  @TestFactory
  Stream<DynamicTest> chromiumWithTakeover() throws IOException {
    return NodeScripts.rulesInChromium("chromium-compression.mjs", start(true));
  }

  @TestFactory
  Stream<DynamicTest> chromiumWithoutTakeover() throws IOException {
    return NodeScripts.rulesInChromium("chromium-compression.mjs", start(false));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void okHttp(boolean takeover) throws IOException {
    OkHttpClient client = new OkHttpClient.Builder().minWebSocketMessageToCompress(0).build();
    OkHttpListener listener = new OkHttpListener();
    String http = start(takeover).replace("ws:", "http:");
    WebSocket socket = client.newWebSocket(new Request.Builder().url(http).build(), listener);
    try {
      Response response = Waiting.next(listener.opened, "the opening handshake");
      assertThat(response.header("Sec-WebSocket-Extensions"))
          .isEqualTo(
              takeover
                  ? "permessage-deflate"
                  : "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
      for (int size : Payloads.SIZES) {
        for (String text : List.of(Payloads.json(size), Payloads.prose(size))) {
          assertThat(socket.send(text)).isTrue();
          assertThat(Waiting.next(listener.texts, "an echo").equals(text)).isTrue();
        }
        byte[] noise = Payloads.noise(size);
        assertThat(socket.send(ByteString.of(noise))).isTrue();
        assertThat(Waiting.next(listener.binaries, "an echo")).isEqualTo(noise);
      }
    } finally {
      socket.cancel();
      client.dispatcher().executorService().shutdown();
    }
  }

  private static final class OkHttpListener extends WebSocketListener {
    final BlockingQueue<Response> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(WebSocket socket, Response response) {
      opened.add(response);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      texts.add(text);
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      binaries.add(bytes.toByteArray());
    }
  }

  /**
   * Jetty's client 12.1.12 refers back to earlier messages of its own even where it has agreed not
   * to, and is answered 1007 then; so here it may.
   */
  @ParameterizedTest
  @CsvSource({
    "true, permessage-deflate",
    "true, permessage-deflate; server_no_context_takeover",
    "false, permessage-deflate",
  })
  void jetty(boolean serverTakeover, String offer) throws Exception {
    server = new CompressedEcho(settings(true).withContextTakeover(serverTakeover, true));
    WebSocketClient client = new WebSocketClient();
    client.setMaxTextMessageSize(8 << 20);
    client.setMaxBinaryMessageSize(8 << 20);
    client.start();
    try {
      ClientUpgradeRequest request = new ClientUpgradeRequest(URI.create(server.uri()));
      request.addExtensions(offer);
      JettyEndpoint endpoint = new JettyEndpoint();
      Session session = client.connect(endpoint, request).get(10, TimeUnit.SECONDS);
      assertThat(session.getUpgradeResponse().getHeader("Sec-WebSocket-Extensions"))
          .startsWith(offer);
      for (int size : Payloads.SIZES) {
        for (String text : List.of(Payloads.json(size), Payloads.prose(size))) {
          session.sendText(text, Callback.NOOP);
          String echo = Waiting.next(endpoint.texts, "an echo of " + size);
          assertThat(echo.equals(text)).as("got %.60s", echo).isTrue();
        }
        byte[] noise = Payloads.noise(size);
        session.sendBinary(ByteBuffer.wrap(noise), Callback.NOOP);
        assertThat(Waiting.next(endpoint.binaries, "an echo")).isEqualTo(noise);
      }
    } finally {
      client.stop();
    }
  }

  /** Public because Jetty calls it by reflection. */
  public static final class JettyEndpoint implements Session.Listener.AutoDemanding {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();

    @Override
    public void onWebSocketText(String message) {
      texts.add(message);
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      texts.add("closed with " + code + " " + reason);
      callback.succeed();
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      byte[] bytes = new byte[payload.remaining()];
      payload.get(bytes);
      binaries.add(bytes);
      callback.succeed();
    }
  }
}
