package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Role;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both ends of the handshake against each other, over nothing but bytes. */
class AcceptedHandshakeTest {
  @Test
  void bothEndsAgreeOnTheBytesThatTheOtherSends() throws HandshakeException {
    ClientHandshake client =
        new ClientHandshake(
            WebSocketUri.parse("ws://example.com:8080/chat?room=1"),
            List.of("chat", "superchat"),
            HttpFields.of("Origin", "http://example.com:8080", "X-Ask", "yes"),
            new SecureRandom());
    HandshakeSettings server =
        HandshakeSettings.DEFAULT
            .withSubprotocols("superchat", "chat")
            .withHeaders(HttpFields.of("X-Answer", "no"));

    HttpHead request = Heads.parse(Role.SERVER, Heads.text(client.request().toBytes()));
    AcceptedHandshake atServer = ServerHandshake.accept(request, server);
    HttpHead response = Heads.parse(Role.CLIENT, Heads.text(atServer.response().toBytes()));
    AcceptedHandshake atClient = client.verify(response);

    assertThat(atServer.path()).isEqualTo("/chat").isEqualTo(atClient.path());
    assertThat(atServer.query()).isEqualTo("room=1").isEqualTo(atClient.query());
    assertThat(atServer.subprotocol()).isEqualTo("superchat").isEqualTo(atClient.subprotocol());
    assertThat(atServer.header("x-ask")).isEqualTo("yes");
    assertThat(atServer.headers("x-answer")).isEmpty();
    assertThat(atClient.headers("x-answer")).containsExactly("no");
    assertThat(atClient.header("x-ask")).isNull();
  }
}
