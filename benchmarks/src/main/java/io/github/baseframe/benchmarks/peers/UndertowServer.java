package io.github.baseframe.benchmarks.peers;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.xnio.Options;

/** Undertow without servlets, everything on its I/O thread. */
final class UndertowServer implements EchoServer {

  @Override
  public int start(ServerOptions options) throws Exception {
    Undertow.Builder builder = Undertow.builder();
    if (options.tls()) {
      builder.addHttpsListener(0, ServerOptions.HOST, Keys.context());
    } else {
      builder.addHttpListener(0, ServerOptions.HOST);
    }
    Undertow undertow =
        builder
            .setIoThreads(options.threads())
            .setWorkerThreads(1)
            .setSocketOption(Options.TCP_NODELAY, true)
            .setSocketOption(Options.BACKLOG, ServerOptions.BACKLOG)
            .setHandler(
                Handlers.path()
                    .addExactPath(ServerOptions.ECHO, handler(new Echo(), options.compression()))
                    .addExactPath(
                        ServerOptions.BROADCAST, handler(new Broadcast(), options.compression())))
            .build();
    undertow.start();
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  private static HttpHandler handler(AbstractReceiveListener listener, boolean compression) {
    WebSocketProtocolHandshakeHandler handler = Handlers.websocket(listening(listener));
    return compression ? handler.addExtension(new PerMessageDeflateHandshake()) : handler;
  }

  private static WebSocketConnectionCallback listening(AbstractReceiveListener listener) {
    return (exchange, channel) -> {
      channel.getReceiveSetter().set(listener);
      channel.resumeReceives();
    };
  }

  private abstract static class Listener extends AbstractReceiveListener {
    @Override
    protected long getMaxTextBufferSize() {
      return ServerOptions.MAX_MESSAGE;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
      return ServerOptions.MAX_MESSAGE;
    }
  }

  private static final class Echo extends Listener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      WebSockets.sendText(message.getData(), channel, null);
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
      var data = message.getData();
      WebSockets.sendBinary(data.getResource(), channel, new Afterwards(data::free));
    }
  }

  private static final class Broadcast extends Listener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      String text = message.getData();
      channel.getPeerConnections().forEach(peer -> WebSockets.sendText(text, peer, null));
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
      try (var data = message.getData()) {
        ByteBuffer copy = WebSockets.mergeBuffers(data.getResource());
        channel
            .getPeerConnections()
            .forEach(peer -> WebSockets.sendBinary(copy.duplicate(), peer, null));
      }
    }
  }

  /** Gives buffers back once they are sent, or not. */
  private record Afterwards(Runnable free) implements WebSocketCallback<Void> {
    @Override
    public void complete(WebSocketChannel channel, Void context) {
      free.run();
    }

    @Override
    public void onError(WebSocketChannel channel, Void context, Throwable error) {
      free.run();
    }
  }
}
