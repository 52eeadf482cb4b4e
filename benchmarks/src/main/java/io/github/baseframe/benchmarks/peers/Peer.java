package io.github.baseframe.benchmarks.peers;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The servers by the names that they have on the command line. */
public enum Peer {
  /** A TCP echo that knows no WebSocket: the measure of all others. */
  BARE_NIO(1, new BareNioServer()),
  /** Baseframe on one event loop. */
  BASEFRAME(1, new BaseframeServer()),
  /** Baseframe on two event loops. */
  BASEFRAME_2_LOOPS(2, new BaseframeServer()),
  /** Netty on the selectors of the JDK. */
  NETTY_NIO(1, new NettyServer(NettyServer.Transport.NIO)),
  /** Netty on its native epoll transport. */
  NETTY_EPOLL(1, new NettyServer(NettyServer.Transport.EPOLL)),
  /** Jetty without servlets. */
  JETTY(1, new JettyServer()),
  /** Undertow without servlets. */
  UNDERTOW(1, new UndertowServer()),
  /** Embedded Tomcat. */
  TOMCAT(1, new TomcatServer()),
  /** Java-WebSocket. */
  JAVA_WEBSOCKET(1, new JavaWebSocketServer());

  private final int threads;
  private final EchoServer server;

  Peer(int threads, EchoServer server) {
    this.threads = threads;
    this.server = server;
  }

  /**
   * Finds a server.
   *
   * @param name its name on the command line
   * @return the server
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Peer named(String name) {
    return Arrays.stream(values())
        .filter(peer -> peer.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no server " + name + "; there are " + names()));
  }

  private static String names() {
    return Arrays.stream(values()).map(Peer::toString).collect(Collectors.joining(", "));
  }

  /**
   * Says how many event loops or worker threads it is given.
   *
   * @return 1 for nearly all
   */
  public int threads() {
    return threads;
  }

  /**
   * Says whether it speaks no WebSocket and just returns bytes.
   *
   * @return true for {@link #BARE_NIO}
   */
  public boolean bare() {
    return this == BARE_NIO;
  }

  /**
   * Returns the server.
   *
   * @return not started yet
   */
  public EchoServer server() {
    return server;
  }

  /** Returns the name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
