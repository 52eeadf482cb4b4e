package io.github.baseframe.conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What the pages have in common. A page needs nothing but itself, and lets nothing run but its own
 * script: even what slipped past {@link #escape} would stay dead.
 */
final class Html {

  private static final String STYLE = resource("report.css");
  private static final String SCRIPT = resource("report.js");

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; \
      form-action 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'">
      <title>%s</title>
      <style>%s</style>
      </head>
      <body>
      <main>
      %s</main>
      <script>%s</script>
      </body>
      </html>
      """;

  private Html() {}

  /**
   * Makes a page.
   *
   * @param title plain text
   * @param body markup
   */
  static byte[] page(String title, String body) {
    return HEAD.formatted(hash(SCRIPT), hash(STYLE), escape(title), STYLE, body, SCRIPT)
        .getBytes(UTF_8);
  }

  /** Makes any text safe between tags and in quotes. What nobody can see is shown as a box. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(Character.isISOControl(c) && c != '\n' ? '\uFFFD' : c);
      }
    }
    return escaped.toString();
  }

  /** A name of a peer's own choice: escaped, and its direction of writing kept to itself. */
  static String name(String text) {
    return "<bdi>" + escape(text) + "</bdi>";
  }

  private static String resource(String name) {
    try (InputStream in = Html.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder().encodeToString(sha256.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
