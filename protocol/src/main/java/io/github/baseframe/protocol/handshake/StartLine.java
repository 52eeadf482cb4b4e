package io.github.baseframe.protocol.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.baseframe.protocol.Rule;

/**
 * The first line of a head: a request line (RFC 9112 section 3) or a status line (section 4). What
 * belongs to the other kind is null or 0.
 */
record StartLine(
    int minorVersion,
    String method,
    String target,
    RequestTarget resource,
    int status,
    String reason) {

  private static final String VERSION_PREFIX = "HTTP/";
  private static final int VERSION_LENGTH = "HTTP/1.1".length();
  private static final int STATUS_DIGITS = 3;

  static StartLine request(int minorVersion, String method, String target, RequestTarget resource) {
    return new StartLine(minorVersion, method, target, resource, 0, null);
  }

  static StartLine response(int minorVersion, int status, String reason) {
    return new StartLine(minorVersion, null, null, null, status, reason);
  }

  /** {@code method SP request-target SP HTTP-version}, and nothing else in the line. */
  static StartLine parseRequest(byte[] line, int length) throws HandshakeException {
    int methodEnd = indexOfSpace(line, 0, length);
    int targetEnd = indexOfSpace(line, methodEnd + 1, length);
    int version = targetEnd + 1;
    if (!isVersion(line, version, length - version)) {
      throw HandshakeException.refusal(Rule.REQUEST_LINE_MALFORMED);
    }
    String method = text(line, 0, methodEnd);
    if (!HttpGrammar.isToken(method)) {
      throw HandshakeException.refusal(Rule.METHOD_NOT_TOKEN);
    }
    if (majorVersion(line, version) != '1') {
      throw HandshakeException.refusal(Rule.HTTP_VERSION_NOT_1);
    }
    String target = text(line, methodEnd + 1, targetEnd);
    RequestTarget resource = RequestTarget.parse(method, target);
    if (resource == null) {
      throw HandshakeException.refusal(Rule.REQUEST_TARGET_MALFORMED);
    }
    return request(minorVersion(line, version), method, target, resource);
  }

  /**
   * {@code HTTP-version SP status-code SP [ reason-phrase ]}. Servers leave out the second SP ahead
   * of an empty reason phrase; RFC 9112 section 4 lets a client be lenient, and nothing else can be
   * meant.
   */
  static StartLine parseResponse(byte[] line, int length) throws HandshakeException {
    int statusEnd = VERSION_LENGTH + 1 + STATUS_DIGITS;
    if (length < statusEnd
        || !isVersion(line, 0, VERSION_LENGTH)
        || line[VERSION_LENGTH] != ' '
        || length > statusEnd && line[statusEnd] != ' ') {
      throw HandshakeException.failure(Rule.STATUS_LINE_MALFORMED);
    }
    if (majorVersion(line, 0) != '1') {
      throw HandshakeException.failure(Rule.HTTP_VERSION_NOT_1);
    }
    int status = 0;
    for (int i = VERSION_LENGTH + 1; i < statusEnd; i++) {
      if (!HttpGrammar.isDigit(line[i] & 0xFF)) {
        throw HandshakeException.failure(Rule.STATUS_CODE_MALFORMED);
      }
      status = status * 10 + (line[i] - '0');
    }
    if (status < 100) {
      throw HandshakeException.failure(Rule.STATUS_CODE_MALFORMED);
    }
    String reason = length == statusEnd ? "" : text(line, statusEnd + 1, length);
    return response(minorVersion(line, 0), status, reason);
  }

  private static int indexOfSpace(byte[] line, int start, int length) {
    int i = start;
    while (i < length && line[i] != ' ') {
      i++;
    }
    return i;
  }

  /** {@code "HTTP/" DIGIT "." DIGIT}; the name is case-sensitive (RFC 9112 section 2.3). */
  private static boolean isVersion(byte[] line, int start, int length) {
    if (length != VERSION_LENGTH) {
      return false;
    }
    for (int i = 0; i < VERSION_PREFIX.length(); i++) {
      if (line[start + i] != VERSION_PREFIX.charAt(i)) {
        return false;
      }
    }
    return HttpGrammar.isDigit(majorVersion(line, start))
        && line[start + VERSION_LENGTH - 2] == '.'
        && HttpGrammar.isDigit(line[start + VERSION_LENGTH - 1] & 0xFF);
  }

  private static int majorVersion(byte[] line, int start) {
    return line[start + VERSION_PREFIX.length()] & 0xFF;
  }

  private static int minorVersion(byte[] line, int start) {
    return line[start + VERSION_LENGTH - 1] - '0';
  }

  private static String text(byte[] line, int start, int end) {
    return new String(line, start, end - start, ISO_8859_1);
  }

  /** What stands behind the status for human readers; may be empty. */
  static String reasonPhrase(int status) {
    return switch (status) {
      case 101 -> "Switching Protocols";
      case 200 -> "OK";
      case 204 -> "No Content";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 303 -> "See Other";
      case 304 -> "Not Modified";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 414 -> "URI Too Long";
      case 426 -> "Upgrade Required";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "";
    };
  }
}
