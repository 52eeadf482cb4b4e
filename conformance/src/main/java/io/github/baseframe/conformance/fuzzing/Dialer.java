package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.engine.Link;
import io.github.baseframe.conformance.engine.SocketLink;
import io.github.baseframe.protocol.handshake.Authority;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connects to a host: tries all its addresses, in the order of the resolver, until one answers. */
final class Dialer {

  /** Finds the addresses of a host, at least one. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final Duration timeout;

  /** The timeout is that of all addresses of a host together. */
  Dialer(Resolver resolver, Duration timeout) {
    this.resolver = resolver;
    this.timeout = timeout;
  }

  /** Connects; the failure names each address that was tried. */
  Link dial(String host, int port) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    InetAddress[] addresses = resolver.resolve(host);
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < addresses.length; i++) {
      Duration remaining = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      InetSocketAddress address = new InetSocketAddress(addresses[i], port);
      try {
        return SocketLink.connect(address, remaining.dividedBy(addresses.length - i));
      } catch (IOException e) {
        failures.add(format(address) + ": " + e.getMessage());
      }
    }
    throw new ConnectException("cannot connect to " + String.join("; to ", failures));
  }

  private static String format(InetSocketAddress address) {
    return new Authority(address.getAddress().getHostAddress(), address.getPort()).toString();
  }
}
