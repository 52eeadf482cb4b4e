package io.github.baseframe.protocol.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.Opcode;
import io.github.baseframe.protocol.message.MessageTransform;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What compression keeps for a connection, beside what the connection itself does. Prints a line of
 * the table in docs/permessage-deflate.md each.
 */
class ConnectionMemoryTest {

  private static final int CONNECTIONS = 1000;
  private static final int COLLECTIONS = 3;
  private static final byte[] MESSAGE = Samples.json(new Random(1), 100_000);
  private static final byte[] PAYLOAD =
      Compressed.deflate(new MessageDeflater(new DeflatePool(6), 15, false), MESSAGE);

  private enum State {
    NEGOTIATED,
    BETWEEN_MESSAGES,
    INSIDE_A_MESSAGE
  }

  @ParameterizedTest
  @CsvSource({
    "NEGOTIATED, true, 15, 500, 0",
    "BETWEEN_MESSAGES, false, 15, 500, 0",
    "BETWEEN_MESSAGES, true, 12, 7000, 0",
    "BETWEEN_MESSAGES, true, 14, 26000, 0",
    "BETWEEN_MESSAGES, true, 15, 68000, 0",
    "INSIDE_A_MESSAGE, false, 15, 34000, 1",
  })
  void itKeepsNoMore(
      State state, boolean takeover, int windowBits, int mostHeapBytes, int inflaters)
      throws ProtocolException {
    DeflateNegotiator negotiator =
        new DeflateNegotiator(
            PerMessageDeflate.defaults(Role.SERVER).withContextTakeover(takeover, takeover));
    DeflateParameters agreed = new DeflateParameters(!takeover, !takeover, windowBits, windowBits);
    MessageTransform[] connections = new MessageTransform[CONNECTIONS];
    open(connections, negotiator, agreed, state); // So that the pool has what it keeps.
    close(connections);
    long before = liveHeap();
    int keptBefore = negotiator.pool().alive();

    open(connections, negotiator, agreed, state);

    long heapBytes = (liveHeap() - before) / CONNECTIONS;
    int lent = negotiator.pool().alive() - keptBefore;
    System.out.printf(
        "%s, takeover %s, 2^%d: %,d bytes of heap, %d of %d have an inflater%n",
        state, takeover, windowBits, heapBytes, lent, CONNECTIONS);
    close(connections);
    negotiator.close();
    assertThat(heapBytes).isLessThan(mostHeapBytes);
    assertThat(lent).isBetween((CONNECTIONS - 10) * inflaters, CONNECTIONS * inflaters);
  }

  private static void open(
      MessageTransform[] connections,
      DeflateNegotiator negotiator,
      DeflateParameters agreed,
      State state)
      throws ProtocolException {
    for (int i = 0; i < CONNECTIONS; i++) {
      MessageTransform connection =
          new DeflateTransform(
              Role.SERVER, PerMessageDeflate.defaults(Role.SERVER), agreed, negotiator.pool());
      connections[i] = connection;
      if (state == State.BETWEEN_MESSAGES) {
        connection.decode(ByteBuffer.wrap(PAYLOAD), true, (piece, end) -> {});
        connection.encode(Opcode.TEXT, ByteBuffer.wrap(MESSAGE), (piece, end) -> {});
      } else if (state == State.INSIDE_A_MESSAGE) {
        ByteBuffer half = ByteBuffer.wrap(PAYLOAD, 0, PAYLOAD.length / 2);
        connection.decode(half, false, (piece, end) -> {});
      }
    }
  }

  private static void close(MessageTransform[] connections) {
    for (MessageTransform connection : connections) {
      connection.close();
    }
    Arrays.fill(connections, null);
  }

  private static long liveHeap() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
