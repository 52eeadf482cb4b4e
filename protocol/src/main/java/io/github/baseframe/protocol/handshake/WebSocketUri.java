package io.github.baseframe.protocol.handshake;

import java.util.Locale;

/**
 * A WebSocket URI (RFC 6455 section 3): {@code ws://host[:port][/path][?query]}, or {@code wss:}
 * for TLS.
 *
 * <p>Nothing is decoded or encoded: what RFC 3986 does not allow where it stands, such as a blank
 * or an umlaut in the path, is refused, and percent-encoding is kept. Scheme and host are put in
 * lower case. Immutable, for any thread.
 */
public final class WebSocketUri {
  private static final String SECURE_SCHEME = "wss";
  private static final String PLAIN_SCHEME = "ws";

  private final boolean secure;
  private final Authority authority;
  private final String path;
  private final String query;

  private WebSocketUri(boolean secure, Authority authority, String path, String query) {
    this.secure = secure;
    this.authority = authority;
    this.path = path;
    this.query = query;
  }

  /**
   * Reads a WebSocket URI.
   *
   * @param uri the whole URI
   * @return the URI
   * @throws IllegalArgumentException if it is none, with the reason
   */
  public static WebSocketUri parse(String uri) {
    int colon = uri.indexOf("://");
    String scheme = uri.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
    if (!scheme.equals(SECURE_SCHEME) && !scheme.equals(PLAIN_SCHEME)) {
      throw invalid("it must start with ws:// or wss://");
    }
    if (uri.indexOf('#') >= 0) {
      throw invalid("it must not have a fragment; in a path or a query '#' is written %23");
    }
    int start = colon + "://".length();
    int queryMark = uri.indexOf('?', start);
    int queryStart = queryMark < 0 ? uri.length() : queryMark + 1;
    int pathEnd = queryMark < 0 ? uri.length() : queryMark;
    int slash = uri.indexOf('/', start);
    int authorityEnd = slash < 0 || slash > pathEnd ? pathEnd : slash;

    boolean secure = scheme.equals(SECURE_SCHEME);
    Authority authority = parseAuthority(uri.substring(start, authorityEnd), secure);
    String path = uri.substring(authorityEnd, pathEnd);
    String query = uri.substring(queryStart);
    if (HttpGrammar.indexOfInvalidInPath(path) >= 0) {
      throw invalid(invalidCharacter("path", HttpGrammar.indexOfInvalidInPath(path)));
    }
    if (HttpGrammar.indexOfInvalidInQuery(query) >= 0) {
      throw invalid(invalidCharacter("query", HttpGrammar.indexOfInvalidInQuery(query)));
    }
    return new WebSocketUri(
        secure, authority, path.isEmpty() ? "/" : path, query.isEmpty() ? null : query);
  }

  private static Authority parseAuthority(String text, boolean secure) {
    if (text.indexOf('@') >= 0) {
      throw invalid("it must not have user information");
    }
    Authority authority = Authority.parse(text);
    if (authority == null) {
      throw invalid("it needs a valid host and, if any, a port from 1 to 65535");
    }
    // The default port is the same as none, so that Host is written in one way only.
    return authority.port() == defaultPort(secure)
        ? new Authority(authority.host(), Authority.NO_PORT)
        : authority;
  }

  private static String invalidCharacter(String part, int index) {
    return "its " + part + " has an invalid character, which needs percent-encoding, at " + index;
  }

  /** Without the URI itself: a password or a ticket in it must not end up in a log. */
  private static IllegalArgumentException invalid(String reason) {
    return new IllegalArgumentException("not a WebSocket URI: " + reason);
  }

  private static int defaultPort(boolean secure) {
    return secure ? 443 : 80;
  }

  /**
   * Whether the connection is to use TLS.
   *
   * @return true for {@code wss}
   */
  public boolean secure() {
    return secure;
  }

  /**
   * The host to connect to.
   *
   * @return a name or an address in lower case, an IPv6 address without brackets
   */
  public String host() {
    return authority.host();
  }

  /**
   * The port to connect to.
   *
   * @return 1 to 65535; where the URI names none, 80 for {@code ws} and 443 for {@code wss}
   */
  public int port() {
    return authority.port() == Authority.NO_PORT ? defaultPort(secure) : authority.port();
  }

  /**
   * The path, percent-encoding untouched.
   *
   * @return the path, {@code "/"} where the URI has none
   */
  public String path() {
    return path;
  }

  /**
   * The query, percent-encoding untouched.
   *
   * @return the query, or null where the URI has none or an empty one, which are the same here
   */
  public String query() {
    return query;
  }

  /**
   * The resource name of RFC 6455 section 3: path and query, as they stand in the request line.
   *
   * @return the resource name
   */
  public String resourceName() {
    return query == null ? path : path + "?" + query;
  }

  /**
   * The value of Host: host and port, without the port where it is the default one.
   *
   * @return such as {@code example.com}, {@code [::1]:8080}
   */
  public String hostHeader() {
    return authority.toString();
  }

  /** The URI, with lower-case scheme and host, without a default port. */
  @Override
  public String toString() {
    return (secure ? SECURE_SCHEME : PLAIN_SCHEME) + "://" + authority + resourceName();
  }
}
