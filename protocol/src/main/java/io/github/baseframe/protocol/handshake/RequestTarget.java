package io.github.baseframe.protocol.handshake;

/**
 * What a request asks for, taken apart (RFC 9112 section 3.2).
 *
 * @param authority host and port of the absolute form, null in every other form
 * @param path the path, percent-encoding untouched; for the forms that name no resource ("*" and
 *     the authority of CONNECT) the whole target
 * @param query what follows the first "?", or null
 */
record RequestTarget(String authority, String path, String query) {

  /** Null when the target has none of the four forms, or not that of its method. */
  static RequestTarget parse(String method, String target) {
    if (!HttpGrammar.isTarget(target)) {
      return null;
    }
    if (target.startsWith("/")) {
      return ofResource(null, target);
    }
    int authority = startOfAuthority(target);
    if (authority > 0) {
      return ofAbsoluteForm(target, authority);
    }
    boolean namesNoResource =
        target.equals("*") ? method.equals("OPTIONS") : isTunnel(method, target);
    return namesNoResource ? new RequestTarget(null, target, null) : null;
  }

  private static int startOfAuthority(String target) {
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      return 7;
    }
    return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
  }

  private static RequestTarget ofAbsoluteForm(String target, int start) {
    int end = start;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    String authority = target.substring(start, end);
    return Authority.parse(authority) == null ? null : ofResource(authority, target.substring(end));
  }

  private static RequestTarget ofResource(String authority, String resource) {
    int mark = resource.indexOf('?');
    String path = mark < 0 ? resource : resource.substring(0, mark);
    String query = mark < 0 ? null : resource.substring(mark + 1);
    return new RequestTarget(authority, path.isEmpty() ? "/" : path, query);
  }

  private static boolean isTunnel(String method, String target) {
    if (!method.equals("CONNECT")) {
      return false;
    }
    Authority authority = Authority.parse(target);
    return authority != null && authority.port() != Authority.NO_PORT;
  }
}
