package io.github.baseframe.server.watch;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** How an address is written where only text will do. */
final class PeerText {

  private PeerText() {}

  /** Returns the address without its port; "-" for a Unix domain socket without a name. */
  static String host(SocketAddress peer) {
    if (peer instanceof InetSocketAddress internet) {
      return internet.getAddress().getHostAddress();
    }
    String path = peer.toString();
    return path.isEmpty() ? "-" : path;
  }

  /** Returns address and port. */
  static String of(SocketAddress peer) {
    return peer instanceof InetSocketAddress internet
        ? host(peer) + ":" + internet.getPort()
        : host(peer);
  }
}
