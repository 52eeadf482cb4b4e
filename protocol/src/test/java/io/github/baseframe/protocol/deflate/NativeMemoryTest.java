package io.github.baseframe.protocol.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What connections hold outside of the heap, and that they give it back however they end. */
class NativeMemoryTest {

  private static final int CONNECTIONS = 10_000;
  private static final byte[] MESSAGE = Samples.json(new Random(1), 700);
  private static final byte[] PAYLOAD =
      Compressed.deflate(new MessageDeflater(new DeflatePool(6), 15, false), MESSAGE);

  /** What connections are in the middle of when they end. */
  private static final List<BiConsumer<Side, Side>> STATES =
      List.of(
          (client, server) -> {},
          (client, server) -> client.receiveFrame(0xC1, PAYLOAD),
          (client, server) -> client.receiveFrame(0x41, PAYLOAD),
          (client, server) -> client.receiveFrame(0x41, Arrays.copyOf(PAYLOAD, 50)),
          (client, server) -> client.receiveFrame(0x41, new byte[0]),
          (client, server) -> client.connection.receive(ByteBuffer.wrap(new byte[] {-63, 100, 1})),
          (client, server) -> server.connection.sendBinary(ByteBuffer.wrap(MESSAGE)),
          (client, server) -> {
            server.connection.sendBinary(ByteBuffer.wrap(MESSAGE));
            server.connection.sendClose(CloseReason.NO_STATUS);
            client.receiveFrame(0x41, PAYLOAD);
          });

  /** How connections end. */
  private static final List<BiConsumer<Side, Side>> ENDINGS =
      List.of(
          (client, server) -> client.receiveFrame(0x88, new byte[0]),
          (client, server) -> client.receiveFrame(0x83, new byte[0]),
          (client, server) -> client.receiveFrame(0x80, new byte[] {-1, -1, -1, -1}),
          (client, server) -> client.connection.fail(1011, ""),
          (client, server) -> client.connection.receiveEof(),
          (client, server) -> client.connection.transportClosed());

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyInflaterAndDeflaterIsEndedHoweverItsConnectionEnds(boolean takeover) {
    DeflateNegotiator negotiator =
        new DeflateNegotiator(
            PerMessageDeflate.defaults(Role.SERVER).withContextTakeover(takeover, takeover));
    Side[] sides = new Side[2 * CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      Side client = Side.client(Limits.DEFAULT, negotiator, negotiator);
      Side server = Side.server(Limits.DEFAULT, negotiator, negotiator);
      STATES.get(i % STATES.size()).accept(client, server);
      sides[2 * i] = client;
      sides[2 * i + 1] = server;
    }
    // Those in the middle of a compressed message hold one inflater each, the others nothing.
    assertThat(negotiator.pool().alive()).isGreaterThan(CONNECTIONS / 2).isLessThan(CONNECTIONS);

    for (int i = 0; i < CONNECTIONS; i++) {
      int ending = i / STATES.size() % ENDINGS.size();
      ENDINGS.get(ending).accept(sides[2 * i], sides[2 * i + 1]);
      sides[2 * i].connection.transportClosed();
      sides[2 * i + 1].connection.transportClosed();
    }
    assertThat(negotiator.pool().alive())
        .isLessThanOrEqualTo(DeflatePool.MAX_KEPT_INFLATERS + DeflatePool.MAX_KEPT_DEFLATERS);
    negotiator.close();

    assertThat(negotiator.pool().alive()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConnectionMayEndWhileItsMessageIsDelivered(boolean takeover) {
    DeflateNegotiator negotiator =
        new DeflateNegotiator(
            PerMessageDeflate.defaults(Role.CLIENT).withContextTakeover(takeover, takeover));
    Side client = Side.client(Limits.DEFAULT, negotiator, negotiator);
    client.onMessage =
        () -> {
          client.connection.sendBinary(ByteBuffer.wrap(MESSAGE));
          client.connection.fail(1011, "");
        };

    client.receiveFrame(0xC1, PAYLOAD).receiveFrame(0xC1, PAYLOAD);

    assertThat(client.messages).containsExactly(MESSAGE);
    assertThat(client.closeReason.code()).isEqualTo(1011);
    negotiator.close();
    assertThat(negotiator.pool().alive()).isZero();
  }

  @Test
  void aConnectionThatIsSilentHoldsNothingOutsideOfTheHeapWithContextTakeoverToo() {
    DeflateNegotiator negotiator =
        new DeflateNegotiator(PerMessageDeflate.defaults(Role.CLIENT).withMinMessageBytes(0));
    for (int i = 0; i < 1000; i++) {
      Side client = Side.client(Limits.DEFAULT, negotiator, negotiator);
      client.receiveFrame(0xC1, PAYLOAD);
      client.connection.sendBinary(ByteBuffer.wrap(client.messages.get(0)));
    }

    assertThat(negotiator.pool().alive()).isEqualTo(2);
  }
}
