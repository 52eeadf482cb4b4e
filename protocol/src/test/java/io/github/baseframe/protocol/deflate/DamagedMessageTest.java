package io.github.baseframe.protocol.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is done to compressed messages, they cost their connection at most. */
class DamagedMessageTest {

  private static final int MESSAGES = 100;
  private static final Limits LIMITS = Limits.DEFAULT.withMaxMessageBytes(4096);
  private static final int TEXT = 0xC1;
  private static final int BINARY = 0xC2;

  private final DeflateNegotiator negotiator =
      new DeflateNegotiator(PerMessageDeflate.defaults(Role.CLIENT));

  private static List<byte[]> payloads() {
    MessageDeflater deflater = new MessageDeflater(new DeflatePool(6), 15, false);
    Random random = new Random(1);
    List<byte[]> payloads = new ArrayList<>();
    while (payloads.size() < MESSAGES) {
      int size = 20 + random.nextInt(300);
      byte[] message =
          switch (payloads.size() % 3) {
            case 0 -> Samples.json(random, size);
            case 1 -> Samples.prose(random, size);
            default -> new byte[size];
          };
      byte[] payload = Compressed.deflate(deflater, message);
      if (payload != null) {
        payloads.add(payload);
      }
    }
    return payloads;
  }

  /** Returns the close code, or 0 if the message arrived and the connection goes on. */
  private int receive(int firstByte, byte[] payload) {
    Side client = Side.client(LIMITS, negotiator, negotiator);
    client.receiveFrame(firstByte, payload);
    assertThat(client.messages).allMatch(message -> message.length <= LIMITS.maxMessageBytes());
    client.connection.transportClosed();
    int code = client.closeReason.code();
    assertThat(client.messages).hasSize(code == 1006 ? 1 : 0);
    return code == 1006 ? 0 : code;
  }

  @Test
  void everyTruncationOfAMessageIs1007() {
    for (byte[] payload : payloads()) {
      assertThat(receive(TEXT, payload)).isZero();
      for (int length = 1; length < payload.length; length++) {
        assertThat(receive(BINARY, Arrays.copyOf(payload, length))).isEqualTo(1007);
      }
    }
    negotiator.close();
    assertThat(negotiator.pool().alive()).isZero();
  }

  @Test
  void everyFlippedBitIs1007Or1009OrAnotherMessage() {
    int[] codes = new int[1100];
    for (byte[] payload : payloads()) {
      for (int bit = 0; bit < 8 * payload.length; bit++) {
        payload[bit / 8] ^= (byte) (1 << bit % 8);
        codes[receive(TEXT, payload)]++;
        codes[receive(BINARY, payload)]++;
        payload[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
    assertThat(codes[0]).isPositive();
    assertThat(codes[1007]).isGreaterThan(10_000);
    int others = Arrays.stream(codes).sum() - codes[0] - codes[1007] - codes[1009];
    assertThat(others).isZero();
    negotiator.close();
    assertThat(negotiator.pool().alive()).isZero();
  }

  @Test
  void noiseIs1007Or1009OrAMessage() {
    Random random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      assertThat(receive(BINARY, Samples.noise(random, random.nextInt(60)))).isIn(0, 1007, 1009);
    }
  }
}
