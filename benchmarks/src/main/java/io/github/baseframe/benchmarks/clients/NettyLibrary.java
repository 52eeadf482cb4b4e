package io.github.baseframe.benchmarks.clients;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Netty on one event loop; what it sends there is flushed once for everything that a read gave. */
final class NettyLibrary implements ClientLibrary {

  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final int MAX_RESPONSE_BYTES = 64 << 10;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @Override
  public ClientConnection connect(URI server, Receiver receiver) throws Exception {
    Handler handler = new Handler(receiver);
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(new Initializer(server, handler))
        .connect(server.getHost(), server.getPort())
        .sync();
    handler.opened.join();
    return handler;
  }

  private static final class Initializer extends ChannelInitializer<SocketChannel> {
    private final URI server;
    private final Handler handler;

    Initializer(URI server, Handler handler) {
      this.server = server;
      this.handler = handler;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      WebSocketClientProtocolConfig config =
          WebSocketClientProtocolConfig.newBuilder()
              .webSocketUri(server)
              .allowExtensions(false)
              .maxFramePayloadLength(MAX_MESSAGE_BYTES)
              .build();
      channel
          .pipeline()
          .addLast(new HttpClientCodec())
          .addLast(new HttpObjectAggregator(MAX_RESPONSE_BYTES))
          .addLast(new WebSocketClientProtocolHandler(config))
          .addLast(new WebSocketFrameAggregator(MAX_MESSAGE_BYTES))
          .addLast(handler);
    }
  }

  private static final class Handler extends SimpleChannelInboundHandler<WebSocketFrame>
      implements ClientConnection {
    private final Receiver receiver;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private volatile ChannelHandlerContext context;

    Handler(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
      context = added;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext any, Object event) {
      if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        opened.complete(null);
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext any, WebSocketFrame frame) {
      if (frame instanceof TextWebSocketFrame text) {
        receiver.onText(text.text().length());
      } else {
        receiver.onBinary(frame.content().readableBytes());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext any) {
      any.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext any) {
      opened.completeExceptionally(new IllegalStateException("no handshake"));
      receiver.onClosed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext any, Throwable cause) {
      receiver.onFailure(cause);
      any.close();
    }

    private void send(Supplier<WebSocketFrame> message) {
      if (context.executor().inEventLoop()) {
        context.write(message.get(), context.voidPromise());
      } else {
        context.writeAndFlush(message.get());
      }
    }

    @Override
    public Runnable text(String text) {
      return () -> send(() -> new TextWebSocketFrame(text));
    }

    @Override
    public Runnable binary(byte[] payload) {
      return () -> send(() -> new BinaryWebSocketFrame(Unpooled.wrappedBuffer(payload)));
    }

    @Override
    public void close() {
      context.writeAndFlush(new CloseWebSocketFrame());
    }
  }
}
