package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.Frames;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6455 5.4, through a whole connection. */
class FragmentationTest {

  @ParameterizedTest
  @EnumSource
  void fragmentsAreOneMessage(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).frame(0x01, "Hel").frame(0x00, "").frame(0x80, "lo"));

    assertThat(endpoint.events()).containsExactly("text Hello");
  }

  @ParameterizedTest
  @EnumSource
  void controlFramesMayComeBetweenFragments(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(
        Frames.sentTo(role)
            .frame(0x01, "Hel")
            .ping("now")
            .frame(0x00, "l")
            .pong("then")
            .frame(0x80, "o")
            .text("next"));

    assertThat(endpoint.events())
        .containsExactly("ping now", "pong then", "text Hello", "text next");
    assertThat(endpoint.sentFrames()).containsExactly("fin PONG 6e6f77");
  }

  @ParameterizedTest
  @EnumSource
  void aCharacterMayBeCutByFragmentsAndControlFrames(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(
        Frames.sentTo(role)
            .frame(0x01, Hex.toArray(Hex.bytes("f0")))
            .ping("\u00E9")
            .frame(0x00, Hex.toArray(Hex.bytes("9f98")))
            .ping("")
            .frame(0x80, Hex.toArray(Hex.bytes("80"))));

    assertThat(endpoint.events()).containsExactly("ping \u00E9", "ping ", "text \uD83D\uDE00");
  }

  @ParameterizedTest
  @EnumSource
  void aCloseMayComeBetweenFragmentsAndGivesTheMessageUp(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).frame(0x01, "Hel").close(1001, "").frame(0x80, "lo"));

    assertThat(endpoint.events()).containsExactly("close 1001 clean");
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatIsSentInFragmentsArrivesWhole(Role role) {
    Role peer = Frames.peerOf(role);
    Endpoint sender =
        new Endpoint(role, new ConnectionSettings(Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, 7));
    Endpoint receiver = new Endpoint(peer);

    sender.connection.sendText("a message in fragments of seven bytes \u20AC\u20AC\u20AC");
    sender.connection.sendBinary(ByteBuffer.allocate(15));
    receiver.receive(sender.drain());

    assertThat(receiver.events())
        .containsExactly(
            "text a message in fragments of seven bytes \u20AC\u20AC\u20AC",
            "binary " + "00".repeat(15));
  }
}
