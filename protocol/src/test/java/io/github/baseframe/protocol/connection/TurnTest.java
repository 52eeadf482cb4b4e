package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.TurnBudget;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.handshake.Extension;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.message.MessageTransform;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** How much a connection does at a time. */
class TurnTest {

  private static final String PING = "8900";
  private static final TurnBudget TWO_FRAMES = TurnBudget.DEFAULT.withMaxFrames(2);

  private static ConnectionSettings settings(TurnBudget budget) {
    return new ConnectionSettings(
        Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE, budget);
  }

  private static Endpoint compressing(TurnBudget budget) {
    return new Endpoint(Role.CLIENT, settings(budget), transform());
  }

  private static MessageTransform transform() {
    try (ExtensionNegotiator client = PerMessageDeflate.defaults(Role.CLIENT).newNegotiator();
        ExtensionNegotiator server = PerMessageDeflate.defaults(Role.SERVER).newNegotiator()) {
      Extension agreed = server.accept(client.offers()).extension();
      return client.verify(List.of(agreed)).transforms().get();
    }
  }

  /** A binary message of that many zeros in one frame of 1000th of that size. */
  private static ByteBuffer bomb(int bytes) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(new byte[bytes]);
    byte[] compressed = new byte[8192];
    int length = deflater.deflate(compressed, 0, compressed.length, Deflater.SYNC_FLUSH) - 4;
    deflater.end();
    assertThat(length).isBetween(126, 1100);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {(byte) 0xC2, 126, (byte) (length >> 8), (byte) length});
    frame.write(compressed, 0, length);
    return ByteBuffer.wrap(frame.toByteArray());
  }

  @Test
  void aTurnTakesSoManyFramesAndLeavesTheRest() {
    Endpoint client = new Endpoint(Role.CLIENT, settings(TWO_FRAMES));
    ByteBuffer in = Hex.bytes("810161 810162 810163 810164 810165");

    assertThat(client.connection.receiveSome(in)).isFalse();
    assertThat(client.events()).containsExactly("text a", "text b");
    assertThat(in.remaining()).isEqualTo(9);
    assertThat(client.connection.receiveSome(in)).isFalse();
    assertThat(client.connection.receiveSome(in)).isTrue();

    assertThat(client.events()).containsExactly("text a", "text b", "text c", "text d", "text e");
  }

  @Test
  void whatFillsATurnAndNoMoreLeavesNothingToDo() {
    Endpoint client = new Endpoint(Role.CLIENT, settings(TWO_FRAMES));

    assertThat(client.connection.receiveSome(Hex.bytes("810161 810162"))).isTrue();
  }

  @Test
  void whoReceivesWithoutTurnsTakesEverything() {
    Endpoint client = new Endpoint(Role.CLIENT, settings(TWO_FRAMES));

    client.receive(Hex.bytes("810161 810162 810163 810164 810165"));

    assertThat(client.events()).hasSize(5);
  }

  @Test
  void whatFollowsTheEndIsThrownAwayInTheSameTurn() {
    Endpoint client = new Endpoint(Role.CLIENT, settings(TWO_FRAMES));
    ByteBuffer in = Hex.bytes("810161 8800 810163 810164");

    assertThat(client.connection.receiveSome(in)).isTrue();

    assertThat(in.hasRemaining()).isFalse();
    assertThat(client.events()).containsExactly("text a", "close 1005 clean");
  }

  @Test
  void decompressionStopsInTheMiddleOfAMessageAndGoesOnElsewhere() {
    Endpoint client = compressing(TurnBudget.DEFAULT.withMaxDecodedBytes(64 * 1024));
    ByteBuffer in = bomb(512 * 1024);

    int turns = 1;
    while (!client.connection.receiveSome(in)) {
      assertThat(client.events()).isEmpty();
      in = ByteBuffer.allocate(in.remaining()).put(in).flip();
      turns++;
    }

    // Of each 8 KiB that come out 12 are counted.
    assertThat(turns).isBetween(10, 12);
    assertThat(client.events()).hasSize(1);
    client.connection.transportClosed();
    assertThat(client.pool.lent()).isZero();
  }

  @Test
  void smallCompressedMessagesCountMoreThanTheirBytes() {
    Endpoint client =
        compressing(TurnBudget.DEFAULT.withMaxDecodedBytes(2 * TurnBudget.BYTES_A_PIECE));
    ByteBuffer in = Hex.bytes("c107f248cdc9c90700".repeat(5));

    List<Integer> turns = new ArrayList<>();
    do {
      turns.add(client.events().size());
    } while (!client.connection.receiveSome(in));

    assertThat(turns).containsExactly(0, 2, 4);
    assertThat(client.events()).hasSize(5).containsOnly("text Hello");
  }

  @Test
  void whoHasToStopMayFail() {
    Endpoint client = compressing(TurnBudget.DEFAULT.withMaxDecodedBytes(1));
    ByteBuffer in = bomb(512 * 1024);
    assertThat(client.connection.receiveSome(in)).isFalse();

    client.connection.fail(1001, "");

    assertThat(client.connection.receiveSome(in)).isTrue();
    assertThat(client.events()).containsExactly("close 1001 unclean");
    client.drain();
    assertThat(client.pool.lent()).isZero();
  }

  @Test
  void theLimitOfAMessageIsReachedAlsoOverSeveralTurns() {
    Endpoint client =
        new Endpoint(
            Role.CLIENT,
            new ConnectionSettings(
                Limits.DEFAULT.withMaxMessageBytes(256 * 1024),
                OverflowPolicy.DROP_MESSAGE,
                Integer.MAX_VALUE,
                TurnBudget.DEFAULT.withMaxDecodedBytes(1)),
            transform());

    client.receive(bomb(512 * 1024));

    assertThat(client.events()).singleElement().asString().startsWith("close 1009");
  }

  @Test
  void ofAFloodOfPingsTheFirstOnesAndTheLatestAreAnswered() {
    Endpoint client = new Endpoint(Role.CLIENT);

    client.receive(Hex.bytes(PING.repeat(100) + "890161" + "890162"));

    List<String> sent = client.sentFrames();
    assertThat(sent).hasSize(WebSocketConnection.MAX_PONGS_A_TURN + 1);
    assertThat(sent.get(sent.size() - 1)).endsWith("62");
    assertThat(client.events()).hasSize(102);
  }

  @Test
  void aPingAheadOfTheCloseNeedNoAnswerBehindIt() {
    Endpoint client = new Endpoint(Role.CLIENT);

    client.receive(Hex.bytes(PING.repeat(100) + "8800"));

    List<String> sent = client.sentFrames();
    assertThat(sent).hasSize(WebSocketConnection.MAX_PONGS_A_TURN + 1);
    assertThat(sent.get(sent.size() - 1)).isEqualTo("fin CLOSE");
  }
}
