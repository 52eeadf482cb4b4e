package io.github.baseframe.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A socket that listens, and the file of a Unix domain socket. */
final class ListeningSocket implements Closeable {

  private final ServerSocketChannel channel;
  private final SocketAddress address;
  private final Optional<UnixSocketFile> file;

  private ListeningSocket(ServerSocketChannel channel, Optional<UnixSocketFile> file)
      throws IOException {
    this.channel = channel;
    this.address = channel.getLocalAddress();
    this.file = file;
  }

  /**
   * Opens all sockets that are wanted.
   *
   * @param wanted where to listen
   * @param backlog how many connections the system may hold
   * @return one at least
   * @throws IOException if one cannot be opened; then none is left behind
   */
  static List<ListeningSocket> openAll(
      SelectorProvider channels, ListenAddresses wanted, int backlog) throws IOException {
    List<ListeningSocket> opened = new ArrayList<>();
    try {
      for (SocketAddress address : wanted.addresses()) {
        opened.add(bind(channels, address, wanted, backlog));
      }
      for (ServerSocketChannel channel : wanted.channels()) {
        opened.add(adopt(channel));
      }
      if (wanted.inherited()) {
        opened.add(inherit());
      }
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      opened.forEach(Closing::quietly);
      throw e;
    }
  }

  /** Takes over a socket that is bound. */
  static ListeningSocket adopt(ServerSocketChannel channel) throws IOException {
    if (channel.getLocalAddress() == null) {
      throw new IOException("the socket that was handed over is not bound");
    }
    return new ListeningSocket(channel, Optional.empty());
  }

  private static ListeningSocket inherit() throws IOException {
    if (System.inheritedChannel() instanceof ServerSocketChannel channel) {
      return adopt(channel);
    }
    throw new IOException("the standard input is no socket that listens");
  }

  private static ListeningSocket bind(
      SelectorProvider channels, SocketAddress address, ListenAddresses wanted, int backlog)
      throws IOException {
    if (address instanceof InetSocketAddress internet && internet.isUnresolved()) {
      throw new IOException("unknown host " + internet.getHostString());
    }
    try {
      return address instanceof UnixDomainSocketAddress unix
          ? bindUnix(channels, unix, wanted, backlog)
          : bindInternet(channels, (InetSocketAddress) address, wanted, backlog);
    } catch (IOException e) {
      throw new IOException("cannot listen on " + text(address) + ": " + e.getMessage(), e);
    }
  }

  private static ListeningSocket bindInternet(
      SelectorProvider channels, InetSocketAddress address, ListenAddresses wanted, int backlog)
      throws IOException {
    ServerSocketChannel channel = channels.openServerSocketChannel();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (wanted.reusePort()
          && channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.bind(address, backlog);
      return new ListeningSocket(channel, Optional.empty());
    } catch (IOException | RuntimeException | Error e) {
      Closing.quietly(channel);
      throw e;
    }
  }

  private static ListeningSocket bindUnix(
      SelectorProvider channels,
      UnixDomainSocketAddress address,
      ListenAddresses wanted,
      int backlog)
      throws IOException {
    UnixSocketFile.removeStale(address);
    ServerSocketChannel channel = channels.openServerSocketChannel(StandardProtocolFamily.UNIX);
    try {
      channel.bind(address, backlog);
      UnixSocketFile file = UnixSocketFile.created(address);
      file.permit(wanted.unixPermissions());
      turnAway(channel);
      return new ListeningSocket(channel, Optional.of(file));
    } catch (IOException | RuntimeException | Error e) {
      Closing.quietly(channel);
      throw e;
    }
  }

  /** Whoever is here already may have come before the permissions did. */
  private static void turnAway(ServerSocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    for (Closeable early = channel.accept(); early != null; early = channel.accept()) {
      Closing.quietly(early);
    }
  }

  /** An address as it is written. */
  static String text(SocketAddress address) {
    if (address instanceof InetSocketAddress internet) {
      String host = internet.getHostString();
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + internet.getPort();
    }
    return "unix:" + address;
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /** Returns where it listens, also after it was closed. */
  SocketAddress address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    // First, so that nobody finds a file that nobody listens to.
    if (file.isPresent()) {
      file.get().remove();
    }
    channel.close();
  }
}
