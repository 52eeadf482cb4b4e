package io.github.baseframe.server.program;

import io.github.baseframe.server.ListenAddresses;
import io.github.baseframe.server.ServerBuilder;
import io.github.baseframe.server.TrustedProxies;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of the command line that says where to listen, and which proxies are believed. Each flag
 * may be there several times.
 *
 * @param listen addresses, {@code unix:PATH} or {@code inherited}; none for host and port
 * @param proxyProtocolFrom networks
 * @param forwardedFrom networks
 * @param xForwardedFrom networks
 */
record NetworkArguments(
    List<String> listen,
    List<String> proxyProtocolFrom,
    List<String> forwardedFrom,
    List<String> xForwardedFrom) {

  /** No such flag. */
  static final NetworkArguments NONE =
      new NetworkArguments(List.of(), List.of(), List.of(), List.of());

  private static final String UNIX = "unix:";

  static boolean isFlag(String flag) {
    return switch (flag) {
      case "--listen",
          "--proxy-protocol-from",
          "--trust-forwarded-from",
          "--trust-x-forwarded-from" ->
          true;
      default -> false;
    };
  }

  /**
   * Takes one flag more.
   *
   * @param flag for which {@link #isFlag} is true
   * @param value its value
   * @throws IllegalArgumentException if it cannot be meant; the message is one line
   */
  NetworkArguments with(String flag, String value) {
    NetworkArguments more =
        switch (flag) {
          case "--listen" ->
              new NetworkArguments(
                  and(listen, value), proxyProtocolFrom, forwardedFrom, xForwardedFrom);
          case "--proxy-protocol-from" ->
              new NetworkArguments(
                  listen, and(proxyProtocolFrom, value), forwardedFrom, xForwardedFrom);
          case "--trust-forwarded-from" ->
              new NetworkArguments(
                  listen, proxyProtocolFrom, and(forwardedFrom, value), xForwardedFrom);
          default ->
              new NetworkArguments(
                  listen, proxyProtocolFrom, forwardedFrom, and(xForwardedFrom, value));
        };
    try {
      more.proxies();
      if (!more.listen.isEmpty()) {
        more.addresses();
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(flag + ": " + e.getMessage(), e);
    }
    return more;
  }

  private static List<String> and(List<String> values, String value) {
    List<String> more = new ArrayList<>(values);
    more.add(value);
    return List.copyOf(more);
  }

  /** Sets what these arguments say. */
  void applyTo(ServerBuilder builder) {
    builder.trustedProxies(proxies());
    if (!listen.isEmpty()) {
      builder.listen(addresses());
    }
  }

  private TrustedProxies proxies() {
    return TrustedProxies.builder()
        .proxyProtocolFrom(proxyProtocolFrom.toArray(String[]::new))
        .forwardedFrom(forwardedFrom.toArray(String[]::new))
        .xForwardedFrom(xForwardedFrom.toArray(String[]::new))
        .build();
  }

  private ListenAddresses addresses() {
    ListenAddresses.Builder addresses = ListenAddresses.builder();
    for (String text : listen) {
      if (text.equals("inherited")) {
        addresses.inherited();
      } else if (text.startsWith(UNIX)) {
        addresses.address(UnixDomainSocketAddress.of(text.substring(UNIX.length())));
      } else {
        addresses.address(internet(text));
      }
    }
    return addresses.build();
  }

  private static InetSocketAddress internet(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, Math.max(0, colon));
    boolean isIpv6 = host.startsWith("[") && host.endsWith("]");
    String port = text.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}") || host.isEmpty() || host.indexOf(':') >= 0 && !isIpv6) {
      throw new IllegalArgumentException(
          "not HOST:PORT, [IPV6]:PORT, unix:PATH or inherited: " + text);
    }
    return new InetSocketAddress(
        isIpv6 ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
  }
}
