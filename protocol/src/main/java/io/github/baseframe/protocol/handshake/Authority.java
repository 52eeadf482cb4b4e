package io.github.baseframe.protocol.handshake;

import java.util.Locale;

/**
 * Host and port, as they stand in a URI, in Host and in Origin: {@code host [ ":" port ]} of RFC
 * 3986 section 3.2, without user information.
 *
 * @param host a registered name or an IPv4 or IPv6 address, in lower case, an IPv6 address without
 *     its brackets
 * @param port 1 to 65535, or {@link #NO_PORT}
 */
public record Authority(String host, int port) {

  /** In the place of the port where there is none. */
  public static final int NO_PORT = -1;

  private static final int INVALID_PORT = 0;

  /**
   * Reads one.
   *
   * @param text any text
   * @return null when the text is no authority; an exception would cost more, and callers differ
   */
  public static Authority parse(String text) {
    int end;
    String host;
    if (text.startsWith("[")) {
      end = text.indexOf(']') + 1;
      host = end == 0 ? "" : text.substring(1, end - 1);
      if (!isIpv6Address(host)) {
        return null;
      }
    } else {
      int colon = text.indexOf(':');
      end = colon < 0 ? text.length() : colon;
      host = text.substring(0, end);
      if (!HttpGrammar.isRegName(host)) {
        return null;
      }
    }
    int port = parsePort(text, end);
    return port == INVALID_PORT ? null : new Authority(host.toLowerCase(Locale.ROOT), port);
  }

  /** RFC 3986 section 3.2.3 lets the digits be missing: "host:" means the default port. */
  private static int parsePort(String text, int colon) {
    if (colon == text.length()) {
      return NO_PORT;
    }
    if (text.charAt(colon) != ':') {
      return INVALID_PORT;
    }
    int port = 0;
    for (int i = colon + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      port = port * 10 + (c - '0');
      if (!HttpGrammar.isDigit(c) || port > 65535) {
        return INVALID_PORT;
      }
    }
    return colon + 1 == text.length() ? NO_PORT : port;
  }

  /** IPv6address of RFC 3986 section 3.2.2: eight groups, of which "::" stands for one or more. */
  private static boolean isIpv6Address(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return countGroups(text, true) == 8;
    }
    int before = gap == 0 ? 0 : countGroups(text.substring(0, gap), false);
    int after = gap + 2 == text.length() ? 0 : countGroups(text.substring(gap + 2), true);
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /** How many groups of 16 bits, an IPv4 address at the end being two; negative if malformed. */
  private static int countGroups(String text, boolean mayEndInIpv4) {
    String[] groups = text.split(":", -1);
    for (int i = 0; i < groups.length; i++) {
      if (mayEndInIpv4 && i == groups.length - 1 && isIpv4Address(groups[i])) {
        return groups.length + 1;
      }
      if (!isIpv6Group(groups[i])) {
        return Integer.MIN_VALUE;
      }
    }
    return groups.length;
  }

  private static boolean isIpv6Group(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!HttpGrammar.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 4;
  }

  private static boolean isIpv4Address(String text) {
    int octets = 0;
    int start = 0;
    while (start <= text.length()) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      if (!isOctet(text, start, end)) {
        return false;
      }
      octets++;
      start = end + 1;
    }
    return octets == 4;
  }

  /** dec-octet: 0 to 255 without leading zeros. */
  private static boolean isOctet(String text, int start, int end) {
    int octet = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      octet = octet * 10 + (c - '0');
      if (!HttpGrammar.isDigit(c) || octet > 255) {
        return false;
      }
    }
    return end > start && (end == start + 1 || text.charAt(start) != '0');
  }

  /** Returns it as it is written in Host or in a URI, an IPv6 address in brackets. */
  @Override
  public String toString() {
    String written = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == NO_PORT ? written : written + ":" + port;
  }
}
