package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.frame.Frames;
import io.github.baseframe.protocol.message.FlippingTransform;
import io.github.baseframe.protocol.message.PreparedMessages;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection says of itself to who counts. */
class FiguresTest {

  @ParameterizedTest
  @EnumSource
  void wholeMessagesAreCountedBothWaysAndControlFramesAreNot(Role role) {
    Endpoint here = new Endpoint(role);
    Endpoint there = new Endpoint(Frames.peerOf(role));

    here.connection.sendText("1");
    here.connection.sendBinary(Hex.bytes("02"));
    here.connection.sendReserved(PreparedMessage.text("3"));
    here.connection.sendDeferred(
        new PreparedMessages(List.of(PreparedMessage.text("4"), PreparedMessage.text("5"))));
    here.connection.sendPing(Hex.bytes("70"));
    there.receive(here.drain());
    there.receive(Frames.sentTo(Frames.peerOf(role)).frame(0x01, "not whole"));

    assertThat(here.connection.messagesSent()).isEqualTo(5);
    assertThat(there.connection.messagesReceived()).isEqualTo(5);
    assertThat(there.connection.messagesSent()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void transformedMessagesAreCountedToo(Role role) {
    Endpoint here = new Endpoint(role, new FlippingTransform());
    Endpoint there = new Endpoint(Frames.peerOf(role), new FlippingTransform());

    here.connection.sendText("text");
    ByteBuffer wire = here.drain();
    while (wire.hasRemaining()) {
      there.receive(ByteBuffer.wrap(new byte[] {wire.get()}));
    }

    assertThat(here.connection.messagesSent()).isEqualTo(1);
    assertThat(there.connection.messagesReceived()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void sendsThatFindNoRoomAreCountedUntilTheyAreAskedFor(Role role) {
    Endpoint endpoint = new Endpoint(role, Limits.DEFAULT.withMaxQueuedBytes(100));
    endpoint.connection.sendBinary(ByteBuffer.allocate(100));
    endpoint.connection.sendBinary(ByteBuffer.allocate(1));
    endpoint.connection.admission().reserve(1);

    assertThat(endpoint.connection.admission().takeDropped()).isEqualTo(2);
    assertThat(endpoint.connection.admission().takeDropped()).isZero();
    assertThat(endpoint.connection.messagesSent()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void anEndingSaysWhichRuleWasBroken(Role role) {
    Endpoint endpoint = new Endpoint(role);
    assertThat(endpoint.connection.ending()).isEmpty();

    endpoint.receive(Frames.sentTo(role).frame(0x83, ""));

    Ending ending = endpoint.connection.ending().orElseThrow();
    assertThat(ending.brokenRule()).contains(Rule.RESERVED_OPCODE);
    assertThat(ending.reason().code()).isEqualTo(1002);
    assertThat(ending.clean()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anEndingIsWhatTheConsumerWasTold(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).close(1000, "bye"));
    endpoint.connection.transportClosed();

    assertThat(endpoint.connection.ending())
        .contains(new Ending(new CloseReason(1000, "bye"), true, Optional.empty()));
  }
}
