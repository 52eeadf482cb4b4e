package io.github.baseframe.protocol.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.Role;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as compressed messages. This runs what fuzzing has found worth keeping; {@code
 * InflaterFuzzTest} in {@code src/fuzz} looks for more.
 */
class InflaterCorpusTest {

  private static final Limits LIMITS = Limits.DEFAULT.withMaxMessageBytes(10_000);

  static List<Path> corpus() throws IOException, URISyntaxException {
    Path directory =
        Path.of(
            InflaterCorpusTest.class
                .getResource("InflaterFuzzTestInputs/anyBytesAreMessagesOrFailTheConnection")
                .toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void anyBytesAreMessagesOrFailTheConnection(Path input) throws IOException {
    receive(Files.readAllBytes(input));
  }

  /** The first byte says how the rest becomes messages; each part is one, in two fragments. */
  static void receive(byte[] data) {
    if (data.length == 0) {
      return;
    }
    boolean takeover = (data[0] & 1) != 0;
    int firstByte = (data[0] & 2) != 0 ? 0x41 : 0x42;
    int parts = 1 + (data[0] >> 2 & 3);
    DeflateNegotiator negotiator =
        new DeflateNegotiator(
            PerMessageDeflate.defaults(Role.CLIENT).withContextTakeover(takeover, takeover));
    Side client = Side.client(LIMITS, negotiator, negotiator);
    int partBytes = (data.length - 1) / parts;

    for (int i = 0; i < parts; i++) {
      int start = 1 + i * partBytes;
      int middle = start + partBytes / 2;
      client.receiveFrame(firstByte, Arrays.copyOfRange(data, start, middle));
      client.receiveFrame(0x80, Arrays.copyOfRange(data, middle, start + partBytes));
    }

    client.connection.transportClosed();
    assertThat(client.closeReason.code()).isIn(1006, 1007, 1009);
    assertThat(client.messages).allMatch(message -> message.length <= LIMITS.maxMessageBytes());
    negotiator.close();
    assertThat(negotiator.pool().alive()).isZero();
  }
}
