package io.github.baseframe.protocol.handshake;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which pages may connect: browsers tell in Origin where the script came from, and let any
 * page connect to any server (RFC 6455 sections 4.2.2 and 10.2).
 *
 * <p>A policy keeps out other people's pages in honest browsers. It is no authentication: whatever
 * is not a browser may send any Origin or none. Called by whichever thread does the handshake.
 */
@FunctionalInterface
public interface OriginPolicy {
  /**
   * Whether a request may go on.
   *
   * @param origin the request's Origin as it was sent, or null if it sent none, as programs other
   *     than browsers do
   * @param host host and perhaps port that the client meant, well-formed; where a proxy in between
   *     has told the scheme, its default port is added
   * @return false to have it answered 403
   */
  boolean allows(String origin, String host);

  /**
   * Everybody, whatever the origin. Only for services that use neither cookies nor the network they
   * are in to tell who may do what.
   *
   * @return the policy that never refuses
   */
  static OriginPolicy any() {
    return (origin, host) -> true;
  }

  /**
   * Pages of this very host and port, over http or https, and whatever sends no Origin at all. The
   * opaque origin {@code null} is refused. Behind a proxy this works only if the proxy leaves Host
   * as it is, or is trusted to tell what it was.
   *
   * @return the policy that compares Origin with Host
   */
  static OriginPolicy sameOrigin() {
    return (origin, host) -> {
      if (origin == null) {
        return true;
      }
      Origin page = Origin.parse(origin);
      return page != null && page.isServedBy(Authority.parse(host));
    };
  }

  /**
   * Pages of these origins and no others, and whatever sends no Origin at all. The opaque origin
   * {@code null} is refused.
   *
   * @param origins such as {@code "https://example.com"} or {@code "http://localhost:3000"}; letter
   *     case and a default port make no difference
   * @return the policy that knows these origins
   * @throws IllegalArgumentException for an entry that would never match, such as one with a path,
   *     a slash at its end or a wildcard
   */
  static OriginPolicy allow(Collection<String> origins) {
    Set<Origin> allowed =
        origins.stream().map(OriginPolicy::requireOrigin).collect(Collectors.toUnmodifiableSet());
    return (origin, host) -> {
      if (origin == null) {
        return true;
      }
      Origin page = Origin.parse(origin);
      return page != null && allowed.contains(page);
    };
  }

  private static Origin requireOrigin(String text) {
    Origin origin = Origin.parse(text);
    if (origin == null || text.indexOf('*') >= 0) {
      throw new IllegalArgumentException("not an origin (scheme://host[:port]): " + text);
    }
    return origin;
  }
}
