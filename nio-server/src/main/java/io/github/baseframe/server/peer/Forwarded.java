package io.github.baseframe.server.peer;

import io.github.baseframe.protocol.handshake.Authority;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpFields;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What trusted proxies tell of a request in its header fields: Forwarded (RFC 7239), or
 * X-Forwarded-For, -Proto and -Host.
 *
 * <p>Each proxy adds whom it was called by at the right end, and whatever is further left was sent
 * by that. So they are read from the right, as long as who tells is trusted; the first who is not
 * is the peer. A field that cannot be read is refused and not passed over: a client could make it
 * unreadable on purpose.
 *
 * @param peer the rightmost address that is not trusted
 * @param scheme {@code http} or {@code https}, as the client used it with the outermost proxy that
 *     is trusted, if that was told
 * @param host host and perhaps port, well-formed, that the client asked for, if that was told
 */
public record Forwarded(SocketAddress peer, Optional<String> scheme, Optional<String> host) {

  private static final String FORWARDED = "Forwarded";
  private static final String X_FORWARDED_FOR = "X-Forwarded-For";
  private static final String X_FORWARDED_PROTO = "X-Forwarded-Proto";
  private static final String X_FORWARDED_HOST = "X-Forwarded-Host";

  /**
   * Says what is known without any field.
   *
   * @param peer the other end of the connection
   * @return that and nothing else
   */
  public static Forwarded nothing(SocketAddress peer) {
    return new Forwarded(peer, Optional.empty(), Optional.empty());
  }

  /**
   * Reads Forwarded. Scheme and host are what the proxy told that told of the peer.
   *
   * @param fields of the request
   * @param from the other end of the connection
   * @param trusted whose fields are believed
   * @return what they tell
   * @throws HandshakeException 400 if an element that is believed cannot be read
   */
  public static Forwarded standard(
      HttpFields fields, SocketAddress from, Predicate<SocketAddress> trusted)
      throws HandshakeException {
    List<ForwardedElement> elements = ForwardedElement.parse(fields.all(FORWARDED));
    Forwarded known = nothing(from);
    for (int i = elements.size() - 1; i >= 0 && trusted.test(known.peer()); i--) {
      ForwardedElement element = elements.get(i);
      Optional<SocketAddress> node = node(element.node());
      known =
          new Forwarded(node.orElse(known.peer()), scheme(element.scheme()), host(element.host()));
      if (node.isEmpty()) {
        break;
      }
    }
    return known;
  }

  /**
   * Reads X-Forwarded-For, -Proto and -Host. Of the latter two the rightmost element counts.
   *
   * @param fields of the request
   * @param from the other end of the connection
   * @param trusted whose fields are believed
   * @return what they tell
   * @throws HandshakeException 400 if an element that is believed cannot be read
   */
  public static Forwarded common(
      HttpFields fields, SocketAddress from, Predicate<SocketAddress> trusted)
      throws HandshakeException {
    if (!trusted.test(from)) {
      return nothing(from);
    }
    List<String> nodes = fields.elements(X_FORWARDED_FOR);
    SocketAddress peer = from;
    for (int i = nodes.size() - 1; i >= 0 && trusted.test(peer); i--) {
      Optional<SocketAddress> node = node(Optional.of(nodes.get(i)));
      if (node.isEmpty()) {
        break;
      }
      peer = node.get();
    }
    return new Forwarded(
        peer,
        scheme(last(fields.elements(X_FORWARDED_PROTO))),
        host(last(fields.elements(X_FORWARDED_HOST))));
  }

  private static Optional<String> last(List<String> elements) {
    return elements.isEmpty() ? Optional.empty() : Optional.of(elements.get(elements.size() - 1));
  }

  /**
   * A node of RFC 7239 section 6, and what is in use besides: an IPv6 address without brackets.
   * Nothing where the proxy does not say who it is.
   */
  private static Optional<SocketAddress> node(Optional<String> node) throws HandshakeException {
    if (node.isEmpty() || node.get().equals("unknown") || node.get().startsWith("_")) {
      return Optional.empty();
    }
    String text = node.get();
    Optional<InetAddress> bare = IpAddress.parse(text);
    if (bare.isPresent()) {
      return Optional.of(new InetSocketAddress(bare.get(), 0));
    }
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[");
    boolean hasPort = colon > text.lastIndexOf(']');
    String host = hasPort ? text.substring(0, colon) : text;
    int port = hasPort ? port(text.substring(colon + 1)) : 0;
    Optional<InetAddress> address =
        bracketed && host.endsWith("]")
            ? IpAddress.parseIpv6(host.substring(1, host.length() - 1))
            : IpAddress.parseIpv4(host);
    if (address.isEmpty() || port < 0) {
      throw refusal("a forwarded address is malformed");
    }
    return Optional.of(new InetSocketAddress(address.get(), port));
  }

  /** A port that is hidden is as good as none. */
  private static int port(String text) {
    return text.startsWith("_") ? 0 : IpAddress.parsePort(text);
  }

  private static Optional<String> scheme(Optional<String> scheme) throws HandshakeException {
    if (scheme.isEmpty()) {
      return scheme;
    }
    return switch (scheme.get().toLowerCase(Locale.ROOT)) {
      case "http", "ws" -> Optional.of("http");
      case "https", "wss" -> Optional.of("https");
      default -> throw refusal("a forwarded scheme is none of HTTP");
    };
  }

  private static Optional<String> host(Optional<String> host) throws HandshakeException {
    if (host.isPresent() && Authority.parse(host.get()) == null) {
      throw refusal("a forwarded host is malformed");
    }
    return host;
  }

  private static HandshakeException refusal(String message) {
    return HandshakeException.refusal(400, message);
  }

  /**
   * Says whom the client meant, for a comparison with the page that it comes from.
   *
   * @param asked what the request itself says, well-formed
   * @return host and, if it or the scheme is told, port
   */
  public String hostOr(String asked) {
    String meant = host.orElse(asked);
    boolean hasPort = Authority.parse(meant).port() != Authority.NO_PORT;
    if (hasPort || scheme.isEmpty()) {
      return meant;
    }
    String bare = Authority.parse(meant).host();
    return new Authority(bare, scheme.get().equals("https") ? 443 : 80).toString();
  }
}
