package io.github.baseframe.protocol.handshake;

import java.util.Locale;

/**
 * Where a script came from: {@code scheme "://" host [ ":" port ]} of RFC 6454 section 7, lower
 * case, with the default port of http and https filled in, so that equal origins are equal records.
 */
record Origin(String scheme, Authority authority) {

  /** Null when it is no such origin: "null", a list of origins, anything with a path. */
  static Origin parse(String text) {
    int end = text.indexOf("://");
    if (end < 0 || !HttpGrammar.isScheme(text.substring(0, end))) {
      return null;
    }
    String scheme = text.substring(0, end).toLowerCase(Locale.ROOT);
    Authority authority = Authority.parse(text.substring(end + "://".length()));
    return authority == null ? null : new Origin(scheme, withDefaultPort(authority, scheme));
  }

  private static Authority withDefaultPort(Authority authority, String scheme) {
    return authority.port() == Authority.NO_PORT
        ? new Authority(authority.host(), defaultPort(scheme))
        : authority;
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http" -> 80;
      case "https" -> 443;
      default -> Authority.NO_PORT;
    };
  }

  /**
   * Whether this is the origin of pages that the host itself serves. The host of a request does not
   * tell its scheme, so a missing port is taken for the default one of the origin's scheme.
   */
  boolean isServedBy(Authority host) {
    return defaultPort(scheme) != Authority.NO_PORT
        && authority.equals(withDefaultPort(host, scheme));
  }
}
