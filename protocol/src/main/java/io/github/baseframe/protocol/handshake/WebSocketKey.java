package io.github.baseframe.protocol.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Sec-WebSocket-Key, with which a client asks, and Sec-WebSocket-Accept, by which a server shows
 * that it has understood (RFC 6455 sections 1.3 and 4.2.2).
 */
final class WebSocketKey {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int NONCE_BYTES = 16;
  private static final int ENCODED_LENGTH = 24;

  private WebSocketKey() {}

  /** A fresh random key for one connection. */
  static String generate(SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return Base64.getEncoder().encodeToString(nonce);
  }

  /**
   * Whether this is 16 bytes in base64: 22 characters of the alphabet and two of padding. The four
   * bits behind the last byte need not be zero; section 4.1 itself prints a key where they are not,
   * and RFC 4648 section 3.5 leaves it to the decoder.
   */
  static boolean isValid(String key) {
    if (key.length() != ENCODED_LENGTH || !key.endsWith("==")) {
      return false;
    }
    for (int i = 0; i < ENCODED_LENGTH - 2; i++) {
      if (!HttpGrammar.isBase64Char(key.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The base64 of the SHA-1 of the key, as it is written, and the GUID behind it. */
  static String accept(String key) {
    byte[] digest = sha1().digest((key + GUID).getBytes(ISO_8859_1));
    return Base64.getEncoder().encodeToString(digest);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
