package io.github.baseframe.conformance.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.handshake.AcceptedHandshake;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HandshakeSettings;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpHead;
import io.github.baseframe.protocol.handshake.HttpHeadParser;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.protocol.handshake.ServerHandshake;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;

/**
 * Any bytes are a head or refused, the same however they are cut; a head that was accepted is read
 * from its own bytes again; and what the handshake makes of it, answer or refusal, is a head too.
 *
 * <p>The scene: bit 0 for a client, else a server; bit 1 for small limits, else the default.
 */
public final class HttpHeadFuzzer {

  private static final HttpLimits SMALL = new HttpLimits(60, 300, 6);

  /** A head that is written anew has a blank behind each colon. */
  private static final HttpLimits LARGE = new HttpLimits(1 << 20, 1 << 20, 1 << 20);

  private static final WebSocketUri URI = WebSocketUri.parse("ws://example.com/chat?room=1");
  private static final List<String> SUBPROTOCOLS = List.of("chat", "superchat");

  private HttpHeadFuzzer() {}

  /** The nonce of the handshake in RFC 6455 section 1.3. */
  private static final class SampleNonce extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy("the sample nonce".getBytes(ISO_8859_1), 0, bytes, 0, bytes.length);
    }
  }

  /** What became of a stream: a head or a refusal, and how many bytes were taken for it. */
  private record Outcome(HttpHead head, String told, int taken) {

    boolean isSameAs(Outcome other) {
      return told.equals(other.told) && taken == other.taken;
    }
  }

  /**
   * Runs one input.
   *
   * @param data any bytes
   * @throws HandshakeException where there must not be one
   */
  public static void fuzzerTestOneInput(byte[] data) throws HandshakeException {
    Input input = Input.of(data);
    Role role = input.has(0) ? Role.CLIENT : Role.SERVER;
    HttpLimits limits = input.has(1) ? SMALL : HttpLimits.DEFAULT;
    Outcome whole = parse(role, limits, Pieces.of(input.stream(), Pieces.WHOLE));
    for (int cuts : new int[] {Pieces.SINGLE_BYTES, input.cuts()}) {
      Outcome cut = parse(role, limits, Pieces.of(input.stream(), cuts));
      assertThat(cut.isSameAs(whole)).as("%s, whole %s", cut, whole).isTrue();
    }
    if (whole.head != null) {
      requireReadable(role, whole.head);
      judge(role, whole.head);
    }
  }

  private static Outcome parse(Role role, HttpLimits limits, List<ByteBuffer> pieces) {
    HttpHeadParser parser = new HttpHeadParser(role, limits);
    int taken = 0;
    try {
      for (ByteBuffer piece : pieces) {
        int length = piece.remaining();
        boolean complete;
        try {
          complete = parser.parse(piece);
        } finally {
          taken += length - piece.remaining();
        }
        assertThat(parser.heldBytes()).isLessThan(4 * limits.maxHead() + 1024);
        if (complete) {
          return new Outcome(parser.head(), text(parser.head()), taken);
        }
      }
      return new Outcome(null, "incomplete", taken);
    } catch (HandshakeException e) {
      assertThat(e.rule()).isPresent();
      return new Outcome(null, e.rule() + " " + e.status(), taken);
    }
  }

  private static String text(HttpHead head) {
    return new String(head.toBytes(), ISO_8859_1);
  }

  /** Nothing in a head can break out of its place. */
  private static void requireReadable(Role reader, HttpHead head) throws HandshakeException {
    HttpHeadParser parser = new HttpHeadParser(reader, LARGE);
    ByteBuffer bytes = ByteBuffer.wrap(head.toBytes());
    assertThat(parser.parse(bytes)).isTrue();
    assertThat(bytes.hasRemaining()).isFalse();
    HttpHead again = parser.head();
    assertThat(text(again)).isEqualTo(text(head));
    assertThat(again.fields().size()).isEqualTo(head.fields().size());
    if (head.isRequest()) {
      assertThat(again.path()).isEqualTo(head.path());
      assertThat(again.query()).isEqualTo(head.query());
    }
  }

  private static void judge(Role role, HttpHead head) throws HandshakeException {
    try (ExtensionNegotiator extension = PerMessageDeflate.defaults(role).newNegotiator()) {
      if (role == Role.SERVER) {
        answer(head, extension);
      } else {
        verify(head, extension);
      }
    }
  }

  private static void answer(HttpHead request, ExtensionNegotiator extension)
      throws HandshakeException {
    HandshakeSettings settings =
        HandshakeSettings.DEFAULT.withSubprotocols(SUBPROTOCOLS.toArray(String[]::new));
    try {
      AcceptedHandshake accepted = ServerHandshake.accept(request, settings, extension);
      assertThat(ServerHandshake.isUpgrade(request)).isTrue();
      requireReadable(Role.CLIENT, accepted.response());
    } catch (HandshakeException e) {
      assertThat(e.status()).isBetween(400, 599);
      byte[] refusal = ServerHandshake.refusal(e, request, HttpFields.EMPTY);
      HttpHeadParser parser = new HttpHeadParser(Role.CLIENT, HttpLimits.DEFAULT);
      assertThat(parser.parse(ByteBuffer.wrap(refusal))).isTrue();
      assertThat(parser.head().status()).isEqualTo(e.status());
    }
  }

  private static void verify(HttpHead response, ExtensionNegotiator extension) {
    ClientHandshake handshake =
        new ClientHandshake(URI, SUBPROTOCOLS, HttpFields.EMPTY, extension, new SampleNonce());
    try {
      AcceptedHandshake accepted = handshake.verify(response);
      assertThat(response.status()).isEqualTo(101);
      assertThat(accepted.subprotocol()).isIn(null, "chat", "superchat");
    } catch (HandshakeException e) {
      assertThat(e.status()).isEqualTo(response.status());
    }
  }
}
