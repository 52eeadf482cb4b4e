package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.Frames;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 7.1.7: what a broken rule does to a connection. */
class FailureTest {

  @ParameterizedTest
  @EnumSource
  void aBrokenRuleIsToldInACloseAndThenOutputEndsAndInputIsThrownAway(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).text("fine").frame(0x83, "").text("x").close(1000, ""));

    String reason = "opcode 3 is reserved";
    assertThat(endpoint.events()).containsExactly("text fine", "close 1002 " + reason + " unclean");
    assertThat(endpoint.drain()).isEqualTo(Frames.sentBy(role).close(1002, reason).bytes());
    assertThat(endpoint.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(endpoint.endsAsAfterFailure()).isTrue();
    assertThat(endpoint.connection.isEnding()).isTrue();

    endpoint.receive(Hex.bytes("ff ff ff"));
    endpoint.connection.receiveEof();
    assertThat(endpoint.transportEnd()).isEqualTo(TransportEnd.CLOSE);
    assertThat(endpoint.events()).hasSize(2);
    assertThat(endpoint.connection.outputBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8300", // a reserved opcode
        "c100", // a reserved bit
        "0900", // a fragmented ping
        "887e 007e", // a long Close
        "8000", // a continuation of nothing
        "0100 8100", // a message inside of a message
        "817e 007d", // a length that could be shorter
        "827f 8000000000000000", // the top bit of the length
        "8180 00000000" // masked
      })
  void aBrokenRuleOfFramingIs1002(String wire) {
    Endpoint client = new Endpoint(Role.CLIENT);

    client.receive(Hex.bytes(wire));

    assertFailed(client, 1002);
  }

  @Test
  void anUnmaskedFrameFromAClientIs1002() {
    Endpoint server = new Endpoint(Role.SERVER);

    server.receive(Hex.bytes("8105 48656c6c6f"));

    assertFailed(server, 1002);
  }

  @ParameterizedTest
  @EnumSource
  void textThatIsNotUtf8Is1007AsSoonAsItIsThere(Role role) {
    Endpoint endpoint = new Endpoint(role);
    ByteBuffer frame =
        Frames.sentTo(role).frame(0x81, Hex.toArray(Hex.bytes("41 c3 28 42 43 44"))).bytes();
    int header = frame.limit() - 6;

    endpoint.receive(frame.slice(0, header + 2));
    assertThat(endpoint.events()).isEmpty();
    endpoint.receive(frame.slice(header + 2, 1));

    assertFailed(endpoint, 1007);
  }

  @ParameterizedTest
  @EnumSource
  void aFrameThatIsTooLargeIs1009AsSoonAsItsHeaderIsThere(Role role) {
    Limits limits = Limits.DEFAULT.withMaxFrameBytes(200);
    Endpoint fits = new Endpoint(role, limits);
    Endpoint tooLarge = new Endpoint(role, limits);
    int headerBytes = role == Role.SERVER ? 8 : 4;

    fits.receive(Frames.sentTo(role).binary(new byte[200]));
    tooLarge.receive(Frames.sentTo(role).binary(new byte[201]).bytes().limit(headerBytes));

    assertThat(fits.events()).containsExactly("binary " + "00".repeat(200));
    assertFailed(tooLarge, 1009);
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatIsTooLargeIs1009AsSoonAsAHeaderSaysSo(Role role) {
    Limits limits = Limits.DEFAULT.withMaxMessageBytes(200);
    Endpoint fits = new Endpoint(role, limits);
    Endpoint tooLarge = new Endpoint(role, limits);

    fits.receive(Frames.sentTo(role).frame(0x02, new byte[100]).frame(0x80, new byte[100]));
    tooLarge.receive(Frames.sentTo(role).frame(0x02, new byte[100]));
    assertThat(tooLarge.events()).isEmpty();
    ByteBuffer next = Frames.sentTo(role).frame(0x80, new byte[101]).bytes();
    tooLarge.receive(next.limit(next.limit() - 101));

    assertThat(fits.events()).containsExactly("binary " + "00".repeat(200));
    assertFailed(tooLarge, 1009);
  }

  @ParameterizedTest
  @EnumSource
  void aMessageInTooManyFragmentsIs1009(Role role) {
    Limits limits = Limits.DEFAULT.withMaxFragments(3);
    Endpoint fits = new Endpoint(role, limits);
    Endpoint tooMany = new Endpoint(role, limits);

    fits.receive(Frames.sentTo(role).frame(0x01, "a").ping("").frame(0x00, "b").frame(0x80, "c"));
    tooMany.receive(
        Frames.sentTo(role).frame(0x01, "").frame(0x00, "").frame(0x00, "").frame(0x80, ""));

    assertThat(fits.events()).containsExactly("ping ", "text abc");
    assertFailed(tooMany, 1009);
  }

  @ParameterizedTest
  @EnumSource
  void aDriverOrAnApplicationMayFailAConnection(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.connection.fail(1011, "oops");

    assertThat(endpoint.events()).containsExactly("close 1011 oops unclean");
    assertThat(endpoint.drain()).isEqualTo(Frames.sentBy(role).close(1011, "oops").bytes());
    assertThat(endpoint.endsAsAfterFailure()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aFailureAfterOurCloseSendsNoSecondClose(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendClose(CloseReason.of(1000, ""));

    endpoint.connection.fail(1011, "oops");

    assertThat(endpoint.events()).containsExactly("close 1011 oops unclean");
    assertThat(endpoint.sentFrames()).containsExactly("fin CLOSE 03e8");
    assertThat(endpoint.endsAsAfterFailure()).isTrue();
  }

  @Test
  void aFailureAfterACleanCloseChangesNothing() {
    Endpoint server = new Endpoint(Role.SERVER);
    server.receive(Frames.sentTo(Role.SERVER).close(1000, ""));

    server.connection.fail(1011, "late");

    assertThat(server.transportEnd()).isEqualTo(TransportEnd.CLOSE);
    assertThat(server.events()).containsExactly("close 1000 clean");
  }

  @ParameterizedTest
  @EnumSource
  void theMessageUnderWayIsGivenUp(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.receive(Frames.sentTo(role).frame(0x02, new byte[100]));

    endpoint.connection.fail(1011, "oops");
    endpoint.receive(Frames.sentTo(role).frame(0x80, new byte[100]));

    assertThat(endpoint.events()).containsExactly("close 1011 oops unclean");
  }

  @ParameterizedTest
  @EnumSource
  void allInputIsConsumedWhateverItHolds(Role role) {
    Endpoint endpoint = new Endpoint(role);
    ByteBuffer broken = Frames.sentTo(role).frame(0xF3, "").text("x").bytes();
    ByteBuffer late = Hex.bytes("01020304");

    endpoint.receive(broken);
    endpoint.receive(late);

    assertThat(broken.hasRemaining()).isFalse();
    assertThat(late.hasRemaining()).isFalse();
  }

  private static void assertFailed(Endpoint endpoint, int code) {
    assertThat(endpoint.events()).hasSize(1);
    assertThat(endpoint.events().get(0)).startsWith("close " + code + " ").endsWith(" unclean");
    assertThat(endpoint.sentFrames())
        .singleElement()
        .asString()
        .startsWith("fin CLOSE %04x".formatted(code));
    assertThat(endpoint.endsAsAfterFailure()).isTrue();
  }
}
