package io.github.baseframe.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Uses once, at the start, what a server needs when there are no more file descriptors: classes of
 * the JDK that open some themselves when they are first used, and stay unusable if they cannot.
 */
final class WarmUp {

  private WarmUp() {}

  /** Opens, writes and closes a socket, and makes the log ready. Never fails, and never waits. */
  static void run() {
    ServerConfig.LOG.warmUp();
    try (ServerSocketChannel listener = ServerSocketChannel.open();
        SocketChannel there = SocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      listener.configureBlocking(false);
      there.configureBlocking(false);
      boolean connected = there.connect(listener.getLocalAddress());
      try (SocketChannel here = listener.accept()) {
        if (connected) {
          there.write(ByteBuffer.allocate(1));
        }
        if (here != null) {
          here.configureBlocking(false);
          here.read(ByteBuffer.allocate(1));
        }
      }
    } catch (IOException e) {
      // It is done for what it leaves behind, and a system without loopback may serve as well.
    }
  }
}
