package io.github.baseframe.protocol.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compression with a connection around it: limits, UTF-8, marks, prepared messages. */
class CompressedConnectionTest {

  private static final PerMessageDeflate ALL =
      PerMessageDeflate.defaults(Role.CLIENT).withMinMessageBytes(0);
  private static final PerMessageDeflate ALL_FORGETTING = ALL.withContextTakeover(false, false);

  private final ExtensionNegotiator negotiator = ALL.newNegotiator();

  private Side client(Limits limits) {
    return Side.client(limits, negotiator, negotiator);
  }

  private static byte[] deflate(byte[] message) {
    byte[] payload =
        Compressed.deflate(new MessageDeflater(new DeflatePool(6), 15, false), message);
    assertThat(payload).isNotNull();
    return payload;
  }

  @ParameterizedTest
  @CsvSource({
    "true,  15, 15, 100000", "true,  15, 15, 7",
    "false, 15, 15, 100000", "false, 15, 15, 7",
    "true,   8, 12, 1000", "false, 12, 8, 1000",
    "true,  10,  9, 1", "false,  9, 10, 1"
  })
  void messagesArriveAsTheyWereSentBothWays(
      boolean takeover, int serverBits, int clientBits, int bytesAtOnce) {
    PerMessageDeflate settings =
        ALL.withContextTakeover(takeover, takeover).withMaxWindowBits(serverBits, clientBits);
    try (ExtensionNegotiator atServer = settings.newNegotiator();
        ExtensionNegotiator atClient = ALL.newNegotiator()) {
      Side server = Side.server(Limits.DEFAULT, atClient, atServer);
      Side client = Side.client(Limits.DEFAULT, atClient, atServer);
      for (byte[] message : Samples.mixed(serverBits, 200)) {
        client.connection.sendBinary(ByteBuffer.wrap(message));
        receive(server, client.drain(), bytesAtOnce);
        byte[] received = server.messages.remove(0);
        assertThat(received).isEqualTo(message);
        server.connection.sendBinary(ByteBuffer.wrap(received));
        receive(client, server.drain(), bytesAtOnce);
        assertThat(client.messages.remove(0)).isEqualTo(message);
      }
    }
  }

  private static void receive(Side side, byte[] stream, int bytesAtOnce) {
    for (int at = 0; at < stream.length; at += bytesAtOnce) {
      int length = Math.min(bytesAtOnce, stream.length - at);
      side.connection.receive(ByteBuffer.wrap(Arrays.copyOfRange(stream, at, at + length)));
    }
    assertThat(side.closeReason).isNull();
  }

  @Test
  void smallMessagesAreNotWorthIt() {
    PerMessageDeflate settings = ALL.withMinMessageBytes(100);
    try (ExtensionNegotiator from100Bytes = settings.newNegotiator()) {
      Side server = Side.server(Limits.DEFAULT, from100Bytes, from100Bytes);

      server.connection.sendText("a".repeat(99));
      assertThat(server.drain()).startsWith(0x81, 99).hasSize(101);
      server.connection.sendText("a".repeat(100));
      assertThat(server.drain()).startsWith(0xC1).hasSizeLessThan(20);
    }
  }

  /** 64 MiB of zeros in 65 KB. */
  @Test
  void aBombIs1009BeforeItOpens() {
    byte[] bomb = deflate(new byte[64 << 20]);
    assertThat(bomb).hasSizeLessThan(70_000);
    Limits limits = Limits.DEFAULT;
    client(limits).receiveFrame(0xC2, deflate(new byte[limits.maxMessageBytes()]));
    Side client = client(limits);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);

    client.receiveFrame(0xC2, bomb);

    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertThat(client.closeReason.code()).isEqualTo(1009);
    assertThat(client.messages).isEmpty();
    assertThat(allocated).isLessThan(4L * limits.maxMessageBytes());
  }

  @Test
  void aMessageOfExactlyTheLimitArrives() {
    for (int size : new int[] {10, 8192, 100_000}) {
      byte[] payload = deflate(new byte[size]);

      Side fits = client(Limits.DEFAULT.withMaxMessageBytes(size)).receiveFrame(0xC2, payload);
      assertThat(fits.messages).containsExactly(new byte[size]);
      assertThat(fits.closeReason).isNull();

      Side tooLarge = client(Limits.DEFAULT.withMaxMessageBytes(size - 1));
      assertThat(tooLarge.receiveFrame(0xC2, payload).closeReason.code()).isEqualTo(1009);
    }
  }

  @Test
  void aMessageOfExactlyTheLimitArrivesAlsoIfCompressionMakesItLarger() {
    for (int size : new int[] {100_000, 1 << 20}) {
      byte[] message = new byte[size];
      new Random(4).nextBytes(message);
      byte[] payload = deflate(message);
      assertThat(payload).hasSizeGreaterThan(size);
      Limits limits = Limits.DEFAULT.withMaxMessageBytes(size);

      Side whole = client(limits).receiveFrame(0xC2, payload);
      assertThat(whole.messages).containsExactly(message);
      Side inFrames = client(limits).receiveFrame(0x42, new byte[0]).receiveFrame(0x80, payload);
      assertThat(inFrames.messages).containsExactly(message);

      Side uncompressed = client(limits).receiveFrame(0x82, payload);
      assertThat(uncompressed.closeReason.code()).isEqualTo(1009);
    }
  }

  @Test
  void dataThatBecomesNothingIsLimitedAllTheSame() {
    Side client = client(Limits.DEFAULT.withMaxMessageBytes(8192));
    byte[] emptyBlock = {0, 0, 0, -1, -1};
    client.receiveFrame(0x42, emptyBlock);
    for (int i = 0; i < 2047; i++) {
      client.receiveFrame(0x00, emptyBlock);
    }
    assertThat(client.closeReason).isNull();

    client.receiveFrame(0x00, emptyBlock);

    assertThat(client.closeReason.code()).isEqualTo(1009);
  }

  @Test
  void textIsCheckedWhileItIsInflated() {
    byte[] text = Samples.json(new Random(3), 100_000);
    text[20_000] = (byte) 0xFF;
    byte[] payload = deflate(text);
    Side client = client(Limits.DEFAULT);

    client.receiveFrame(0x41, Arrays.copyOf(payload, payload.length / 2));

    assertThat(client.closeReason.code()).isEqualTo(1007);
  }

  @Test
  void charactersMayBeSplitAnywhereInCompressedText() {
    String text = "κόσμε \uD83D\uDE00 ".repeat(3000);
    byte[] payload = deflate(text.getBytes(StandardCharsets.UTF_8));
    Side client = client(Limits.DEFAULT);

    client.receiveFrame(0x41, Arrays.copyOf(payload, 9));
    for (int i = 9; i < payload.length; i++) {
      client.receiveFrame(0x00, new byte[] {payload[i]});
    }
    client.receiveFrame(0x80, new byte[0]);

    assertThat(client.messages)
        .singleElement()
        .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(text);
  }

  @Test
  void uncompressedMessagesDoNotTouchTheContext() {
    Side server = Side.server(Limits.DEFAULT, negotiator, negotiator);
    Side client = client(Limits.DEFAULT);
    byte[] message = Samples.prose(new Random(4), 600);
    byte[] noise = Samples.noise(new Random(4), 600);

    for (byte[] each : List.of(message, noise, message)) {
      server.connection.sendBinary(ByteBuffer.wrap(each));
    }
    server.connection.send(PreparedMessage.binary(ByteBuffer.wrap(message)).asIs());
    server.connection.sendBinary(ByteBuffer.wrap(message));
    byte[] stream = server.drain();
    receive(client, stream, stream.length);

    assertThat(client.messages).containsExactly(message, noise, message, message, message);
    assertThat(stream).hasSizeLessThan(350 + 604 + 20 + 604 + 20);
  }

  @Test
  void aPreparedMessageIsCompressedOnceUnlessContextIsTakenOver() {
    byte[] message = Samples.prose(new Random(4), 20_000);
    PreparedMessage prepared = PreparedMessage.binary(ByteBuffer.wrap(message));
    try (ExtensionNegotiator forgetting = ALL_FORGETTING.newNegotiator()) {
      byte[] first = sentTo(Side.server(Limits.DEFAULT, forgetting, forgetting), prepared);
      Side client = Side.client(Limits.DEFAULT, forgetting, forgetting);
      receive(client, first, first.length);
      receive(client, first, first.length);
      assertThat(client.messages).containsExactly(message, message);
    }
    Side server = Side.server(Limits.DEFAULT, negotiator, negotiator);
    Side client = client(Limits.DEFAULT);
    byte[] first = sentTo(server, prepared);
    byte[] second = sentTo(server, prepared);
    receive(client, first, first.length);
    receive(client, second, second.length);
    assertThat(client.messages).containsExactly(message, message);
    assertThat(second.length).isLessThan(first.length / 2);
  }

  private static byte[] sentTo(Side side, PreparedMessage prepared) {
    side.connection.send(prepared);
    return side.drain();
  }

  @Test
  void transformsShareAnEncodingWhereTheyMakeTheSameOfAMessage() {
    try (ExtensionNegotiator forgetting = ALL_FORGETTING.newNegotiator()) {
      Object encoding = forgetting.accept(forgetting.offers()).transforms().get().sharedEncoding();

      assertThat(encoding)
          .isNotNull()
          .isEqualTo(forgetting.accept(forgetting.offers()).transforms().get().sharedEncoding());
      try (ExtensionNegotiator smaller = ALL_FORGETTING.withMaxWindowBits(9, 9).newNegotiator()) {
        assertThat(forgetting.accept(smaller.offers()).transforms().get().sharedEncoding())
            .isNotNull()
            .isNotEqualTo(encoding);
      }
    }
    assertThat(negotiator.accept(negotiator.offers()).transforms().get().sharedEncoding()).isNull();
  }

  @Test
  void whatAnUnfinishedMessageAndEarlierOnesKeepIsCountedUntilTheEnd() {
    Side client = client(Limits.DEFAULT);
    byte[] half = Arrays.copyOf(deflate(new byte[50_000]), 20);

    client.receiveFrame(0x42, half);

    // The state of the inflater, and the window behind it.
    assertThat(client.pool.countedBytes()).isGreaterThan(48 * 1024).isLessThan(84 * 1024);
    assertThat(client.connection.heldBytes()).isGreaterThan(client.pool.countedBytes());

    client.connection.transportClosed();
    assertThat(client.pool.countedBytes()).isZero();
    assertThat(client.pool.lent()).isZero();
  }

  @Test
  void whatMessagesThatWereSentLeaveBehindIsCounted() {
    Side client = client(Limits.DEFAULT);

    client.connection.sendBinary(ByteBuffer.allocate(50_000));

    assertThat(client.pool.countedBytes()).isEqualTo(32 * 1024);
    client.connection.transportClosed();
    assertThat(client.pool.countedBytes()).isZero();
  }
}
