package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.protocol.CloseCode;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.StreamSinkFrameChannel;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSocketFrameType;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.xnio.IoUtils;
import org.xnio.channels.Channels;

/** Undertow. */
final class UndertowServer extends ForeignServer {
  static {
    // Undertow logs through JBoss Logging; here nobody logs.
    System.setProperty("org.jboss.logging.provider", "slf4j");
  }

  private final Undertow server;

  UndertowServer() {
    HttpHandler echo =
        new WebSocketProtocolHandshakeHandler(
            List.of(new Hybi13Handshake(Set.of(SUBPROTOCOLS), false)), this::connected);
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(
                Handlers.path()
                    .addExactPath("/echo", echo)
                    .addExactPath("/forbidden", exchange -> exchange.setStatusCode(403)))
            .build();
    server.start();
  }

  private void connected(WebSocketHttpExchange exchange, WebSocketChannel channel) {
    channel.getReceiveSetter().set(new Endpoint(exchange, channel));
    channel.resumeReceives();
  }

  @Override
  int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  void stop() {
    server.stop();
  }

  /** One connection. */
  private final class Endpoint extends AbstractReceiveListener implements Peer {
    private final WebSocketHttpExchange exchange;
    private final WebSocketChannel channel;

    Endpoint(WebSocketHttpExchange exchange, WebSocketChannel channel) {
      this.exchange = exchange;
      this.channel = channel;
    }

    @Override
    protected long getMaxTextBufferSize() {
      return MAX_MESSAGE_BYTES;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
      return MAX_MESSAGE_BYTES;
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
      Manners.answer(this, message.getData());
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel from, BufferedBinaryMessage message) {
      // Not freed: it is on its way out, and what is not in the pool the collector takes.
      WebSockets.sendBinary(message.getData().getResource(), channel, null);
    }

    @Override
    protected void onFullPongMessage(WebSocketChannel from, BufferedBinaryMessage message) {
      ByteBuffer payload = WebSockets.mergeBuffers(message.getData().getResource());
      send("pong " + UTF_8.decode(payload));
    }

    @Override
    protected void onCloseMessage(CloseMessage message, WebSocketChannel from) {
      closedByClient(message.getCode(), message.getReason());
    }

    @Override
    public void send(String text) {
      WebSockets.sendText(text, channel, null);
    }

    @Override
    public void sendFragments(String... parts) {
      sendFrames(WebSocketFrameType.TEXT, parts);
    }

    private void sendFrames(WebSocketFrameType type, String... parts) {
      // A flush in the middle of a message ends a frame.
      try (StreamSinkFrameChannel message = channel.send(type)) {
        for (String part : parts) {
          Channels.writeBlocking(message, ByteBuffer.wrap(part.getBytes(UTF_8)));
          Channels.flushBlocking(message);
        }
        message.shutdownWrites();
        Channels.flushBlocking(message);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void ping(String payload) {
      WebSockets.sendPing(ByteBuffer.wrap(payload.getBytes(UTF_8)), channel, null);
    }

    @Override
    public void close(int code, String reason) {
      if (code == CloseCode.NO_STATUS_RECEIVED) {
        // Every sendClose of WebSockets adds a code.
        sendFrames(WebSocketFrameType.CLOSE);
      } else {
        WebSockets.sendClose(code, reason, channel, null);
      }
    }

    @Override
    public void cut() {
      IoUtils.safeClose(channel);
    }

    @Override
    public String header(String name) {
      return exchange.getRequestHeader(name);
    }
  }
}
