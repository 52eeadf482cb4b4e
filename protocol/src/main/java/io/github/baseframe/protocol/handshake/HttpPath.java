package io.github.baseframe.protocol.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The path of a request (RFC 9112 section 3.2.1, RFC 3986 section 3.3). */
public final class HttpPath {

  private HttpPath() {}

  /**
   * Says whether a request can have this path.
   *
   * @param path any text
   * @return false for what no request may say, such as a blank or a letter outside of ASCII that is
   *     not percent-encoded
   */
  public static boolean isValid(String path) {
    return path.startsWith("/") && path.indexOf('?') < 0 && HttpGrammar.isTarget(path);
  }

  /**
   * Writes a path as a request says it: what may not stand there as it is, percent-encoded as UTF-8
   * (RFC 3986 section 2.1). A percent sign stays what it is.
   *
   * @param path any text
   * @return such as {@code "/caf%C3%A9"}
   */
  public static String encode(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : path.getBytes(UTF_8)) {
      char c = (char) (octet & 0xFF);
      if (c == '%' || HttpGrammar.isPathChar(c)) {
        encoded.append(c);
      } else {
        encoded.append(String.format("%%%02X", octet & 0xFF));
      }
    }
    return encoded.toString();
  }
}
