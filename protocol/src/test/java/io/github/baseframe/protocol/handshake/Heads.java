package io.github.baseframe.protocol.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Heads as a reader writes them: one line each, without line ends and without the empty line. */
final class Heads {
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private Heads() {}

  static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  static HttpHead request(String... lines) throws HandshakeException {
    return parse(Role.SERVER, lines(lines));
  }

  static HttpHead response(String... lines) throws HandshakeException {
    return parse(Role.CLIENT, lines(lines));
  }

  static HttpHead parse(Role role, String head) throws HandshakeException {
    HttpHeadParser parser = new HttpHeadParser(role, HttpLimits.DEFAULT);
    parser.parse(bytes(head));
    return parser.head();
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  static HandshakeException refused(ThrowingCallable call) {
    HandshakeException refusal = catchThrowableOfType(HandshakeException.class, call);
    if (refusal == null) {
      throw new AssertionError("nothing was refused");
    }
    return refusal;
  }
}
