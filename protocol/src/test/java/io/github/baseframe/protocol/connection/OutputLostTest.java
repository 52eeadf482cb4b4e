package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.frame.Frames;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport takes nothing any more, but what the peer sent before may still be read. */
class OutputLostTest {

  @ParameterizedTest
  @EnumSource
  void whatThePeerSentIsStillToldAndItsCloseIsNotCleanAsItWasNotAnswered(Role role) {
    Endpoint endpoint = lost(role);

    endpoint.receive(Frames.sentTo(role).text("last words").close(1001, "away"));
    endpoint.connection.receiveEof();
    endpoint.connection.transportClosed();

    assertThat(endpoint.events()).containsExactly("text last words", "close 1001 away unclean");
  }

  @ParameterizedTest
  @EnumSource
  void withoutACloseOfThePeerItIs1006Once(Role role) {
    Endpoint endpoint = lost(role);
    assertThat(endpoint.events()).isEmpty();

    endpoint.connection.receiveEof();
    endpoint.connection.outputLost();
    endpoint.connection.transportClosed();

    assertThat(endpoint.events()).containsExactly("close 1006 unclean");
    assertThat(endpoint.transportEnd()).isEqualTo(TransportEnd.CLOSE);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsSentAnyMore(Role role) {
    Endpoint endpoint = lost(role);

    assertThat(endpoint.connection.sendText("a")).isEqualTo(SendStatus.CLOSED);
    assertThat(endpoint.connection.sendPing(ByteBuffer.allocate(1))).isEqualTo(SendStatus.CLOSED);
    assertThat(endpoint.connection.admission().reserve(1)).isEqualTo(SendStatus.CLOSED);
    endpoint.connection.sendClose(CloseReason.NO_STATUS);
    endpoint.receive(Frames.sentTo(role).ping("p").frame(0x83, ""));

    assertThat(endpoint.events()).hasSize(2).startsWith("ping p");
    assertThat(endpoint.events().get(1)).startsWith("close 1002");
    assertThat(endpoint.sentHex()).isEmpty();
    assertThat(endpoint.pool.lent()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void theEndHasBegunAtOnce(Role role) {
    Endpoint endpoint = lost(role);

    assertThat(endpoint.state()).isEqualTo(ConnectionState.CLOSING);
    assertThat(endpoint.connection.isEnding()).isTrue();
    assertThat(endpoint.transportEnd()).isEqualTo(TransportEnd.NOT_YET);
  }

  @ParameterizedTest
  @EnumSource
  void aCloseThatHadLeftBeforeIsAnsweredCleanly(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendClose(CloseReason.of(1000, ""));
    endpoint.drain();

    endpoint.connection.outputLost();
    endpoint.receive(Frames.sentTo(role).close(1000, ""));

    assertThat(endpoint.events()).containsExactly("close 1000 clean");
  }

  @ParameterizedTest
  @EnumSource
  void aCloseThatHadNotLeftIsNotAnsweredCleanly(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendClose(CloseReason.of(1000, ""));
    endpoint.drain(1);

    endpoint.connection.outputLost();
    endpoint.receive(Frames.sentTo(role).close(1000, ""));

    assertThat(endpoint.events()).containsExactly("close 1000 unclean");
  }

  /** Something waits. */
  private static Endpoint lost(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendText("never written");
    endpoint.drain(1);
    endpoint.connection.outputLost();
    return endpoint;
  }
}
