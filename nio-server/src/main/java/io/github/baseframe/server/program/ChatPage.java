package io.github.baseframe.server.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.protocol.handshake.HttpFields;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page that speaks with {@link ChatHandler}, and what it may do. */
final class ChatPage {

  static final String CONTENT_TYPE = "text/html; charset=utf-8";

  private ChatPage() {}

  /**
   * Reads the page.
   *
   * @return its bytes
   * @throws IOException if it is not there
   */
  static byte[] content() throws IOException {
    try (InputStream page = ChatPage.class.getResourceAsStream("chat.html")) {
      if (page == null) {
        throw new IOException("the chat page is missing");
      }
      return page.readAllBytes();
    }
  }

  /**
   * Makes the header fields of the page: nothing runs on it but its one script, which is known by
   * its hash, and nothing is loaded; it talks to WebSocket servers alone.
   *
   * @param content the page
   * @return the fields
   */
  static HttpFields fields(byte[] content) {
    String page = new String(content, UTF_8);
    String policy =
        "default-src 'none'; img-src data:; connect-src 'self' ws: wss:"
            + ("; script-src 'sha256-" + hash(page, "script") + "'")
            + ("; style-src 'sha256-" + hash(page, "style") + "'")
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    return HttpFields.of("Content-Security-Policy", policy);
  }

  /** The hash of what stands between the tags of the page's only element of this name. */
  private static String hash(String page, String element) {
    int start = page.indexOf("<" + element + ">") + element.length() + 2;
    String text = page.substring(start, page.indexOf("</" + element + ">"));
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder().encodeToString(sha256.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
