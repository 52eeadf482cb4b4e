package io.github.baseframe.benchmarks.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** Netty: frames are passed back as they are, and flushed once for everything that a read gave. */
final class NettyServer implements EchoServer {

  /** What carries the bytes. */
  enum Transport {
    NIO(NioIoHandler::newFactory, NioServerSocketChannel.class),
    EPOLL(EpollIoHandler::newFactory, EpollServerSocketChannel.class);

    private final Supplier<IoHandlerFactory> handler;
    private final Class<? extends ServerChannel> channel;

    Transport(Supplier<IoHandlerFactory> handler, Class<? extends ServerChannel> channel) {
      this.handler = handler;
      this.channel = channel;
    }
  }

  /** Its default. */
  private static final int COMPRESSION_LEVEL = 6;

  private static final int MAX_REQUEST_BYTES = 64 << 10;

  private final Transport transport;

  NettyServer(Transport transport) {
    this.transport = transport;
  }

  @Override
  public int start(ServerOptions options) throws Exception {
    SslContext tls =
        options.tls()
            ? SslContextBuilder.forServer(Keys.managers()).sslProvider(SslProvider.JDK).build()
            : null;
    ChannelGroup everyone = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(new MultiThreadIoEventLoopGroup(options.threads(), transport.handler.get()))
            .channel(transport.channel)
            .option(ChannelOption.SO_BACKLOG, ServerOptions.BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Initializer(everyone, options.compression(), tls));
    InetSocketAddress address =
        (InetSocketAddress)
            bootstrap.bind(ServerOptions.HOST, 0).syncUninterruptibly().channel().localAddress();
    return address.getPort();
  }

  private static final class Initializer extends ChannelInitializer<SocketChannel> {
    private final ChannelGroup everyone;
    private final boolean compression;
    private final SslContext tls;

    Initializer(ChannelGroup everyone, boolean compression, SslContext tls) {
      this.everyone = everyone;
      this.compression = compression;
      this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      WebSocketServerProtocolConfig config =
          WebSocketServerProtocolConfig.newBuilder()
              .websocketPath("/")
              .checkStartsWith(true)
              .allowExtensions(compression)
              .maxFramePayloadLength(ServerOptions.MAX_MESSAGE)
              .build();
      if (tls != null) {
        channel.pipeline().addLast(tls.newHandler(channel.alloc()));
      }
      channel
          .pipeline()
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES));
      if (compression) {
        channel.pipeline().addLast(new WebSocketServerExtensionHandler(deflate()));
      }
      channel
          .pipeline()
          .addLast(new WebSocketServerProtocolHandler(config))
          .addLast(new WebSocketFrameAggregator(ServerOptions.MAX_MESSAGE))
          .addLast(new Handler(everyone));
    }
  }

  /** What WebSocketServerCompressionHandler has declines to do without context takeover. */
  private static PerMessageDeflateServerExtensionHandshaker deflate() {
    return new PerMessageDeflateServerExtensionHandshaker(
        COMPRESSION_LEVEL,
        true,
        PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
        true,
        true,
        ServerOptions.MAX_MESSAGE);
  }

  private static final class Handler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final ChannelGroup everyone;
    private boolean broadcast;

    Handler(ChannelGroup everyone) {
      this.everyone = everyone;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof HandshakeComplete handshake
          && handshake.requestUri().equals(ServerOptions.BROADCAST)) {
        broadcast = true;
        everyone.add(context.channel());
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      if (broadcast) {
        everyone.write(frame.retain());
      } else {
        context.write(frame.retain(), context.voidPromise());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (broadcast) {
        everyone.flush();
      } else {
        context.flush();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
