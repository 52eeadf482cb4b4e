package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.protocol.CloseCode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Netty. */
final class NettyServer extends ForeignServer {
  private static final WebSocketServerProtocolConfig WEB_SOCKET =
      WebSocketServerProtocolConfig.newBuilder()
          .websocketPath("/echo")
          .subprotocols(String.join(",", SUBPROTOCOLS))
          .maxFramePayloadLength(MAX_MESSAGE_BYTES)
          .dropPongFrames(false)
          // By default Netty sends one before a channel is closed, and so none could be cut.
          .sendCloseFrame(null)
          .build();

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listener;

  NettyServer() throws InterruptedException {
    listener =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(64 * 1024),
                            new Refusals(),
                            new CloseObserver(),
                            new WebSocketServerProtocolHandler(WEB_SOCKET),
                            new WebSocketFrameAggregator(MAX_MESSAGE_BYTES),
                            new Endpoint());
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
  }

  @Override
  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  void stop() throws InterruptedException {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  /** Answers what is not for {@code /echo}. */
  private static final class Refusals extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof FullHttpRequest request) || request.uri().equals("/echo")) {
        context.fireChannelRead(message);
        return;
      }
      HttpResponseStatus status =
          request.uri().equals("/forbidden")
              ? HttpResponseStatus.FORBIDDEN
              : HttpResponseStatus.NOT_FOUND;
      request.release();
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Sees Close frames before Netty answers them. */
  private final class CloseObserver extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof CloseWebSocketFrame close) {
        int code = close.statusCode();
        closedByClient(code < 0 ? CloseCode.NO_STATUS_RECEIVED : code, close.reasonText());
      }
      context.fireChannelRead(message);
    }
  }

  /** One connection. */
  private static final class Endpoint extends SimpleChannelInboundHandler<WebSocketFrame>
      implements Peer {
    private ChannelHandlerContext channel;
    private HttpHeaders headers;

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof HandshakeComplete handshake) {
        channel = context;
        headers = handshake.requestHeaders();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      if (frame instanceof TextWebSocketFrame text) {
        Manners.answer(this, text.text());
      } else if (frame instanceof BinaryWebSocketFrame) {
        context.writeAndFlush(frame.retain());
      } else if (frame instanceof PongWebSocketFrame) {
        send("pong " + frame.content().toString(UTF_8));
      }
    }

    @Override
    public void send(String text) {
      channel.writeAndFlush(new TextWebSocketFrame(text));
    }

    @Override
    public void sendFragments(String... parts) {
      int last = parts.length - 1;
      channel.write(new TextWebSocketFrame(last == 0, 0, parts[0]));
      for (int i = 1; i <= last; i++) {
        channel.write(new ContinuationWebSocketFrame(i == last, 0, parts[i]));
      }
      channel.flush();
    }

    @Override
    public void ping(String payload) {
      channel.writeAndFlush(
          new PingWebSocketFrame(Unpooled.wrappedBuffer(payload.getBytes(UTF_8))));
    }

    @Override
    public void close(int code, String reason) {
      channel.writeAndFlush(
          code == CloseCode.NO_STATUS_RECEIVED
              ? new CloseWebSocketFrame()
              : new CloseWebSocketFrame(code, reason));
    }

    @Override
    public void cut() {
      channel.close();
    }

    @Override
    public String header(String name) {
      return headers.get(name);
    }
  }
}
