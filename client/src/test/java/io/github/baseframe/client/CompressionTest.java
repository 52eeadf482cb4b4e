package io.github.baseframe.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate at the client: offered, agreed to or not, and used on the wire. */
class CompressionTest extends BothStylesTest {
  private static final String FIELD = "Sec-WebSocket-Extensions: ";
  private static final String AGREED = "permessage-deflate";

  /** RFC 7692 section 7.2.3.1: "Hello". */
  private static final String COMPRESSED_HELLO = "c107f248cdc9c90700";

  private static final String LONG_TEXT = "What is said again and again. ".repeat(100);

  private final Inflater inflater = new Inflater(true);

  @AfterEach
  void endInflater() {
    inflater.end();
  }

  private static PerMessageDeflate settings() {
    return PerMessageDeflate.defaults(Role.CLIENT);
  }

  /** Opens a connection whose server agrees to this, or to nothing if it is empty. */
  private ScriptedServer.Opened open(WebSocketClient client, RecordingHandler user, String answer)
      throws Exception {
    CompletableFuture<WebSocketSession> connecting =
        ScriptedServer.connect(client, server.uri(), user);
    ScriptedPeer peer = server.accept();
    String field = answer.isEmpty() ? "" : FIELD + answer + "\r\n";
    peer.send(ScriptedPeer.response(peer.readHead(), field));
    return new ScriptedServer.Opened(peer, ScriptedServer.get(connecting));
  }

  /** Inflates a payload with the context of those before. */
  private byte[] inflate(byte[] payload) throws DataFormatException {
    byte[] whole = Arrays.copyOf(payload, payload.length + 4);
    whole[whole.length - 2] = (byte) 0xff;
    whole[whole.length - 1] = (byte) 0xff;
    inflater.setInput(whole);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
      message.write(buffer, 0, count);
    }
    return message.toByteArray();
  }

  /** Reads all frames of a compressed message. */
  private byte[] readCompressed(ScriptedPeer peer) throws IOException, DataFormatException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    ScriptedPeer.Frame frame = peer.readFrame();
    assertThat(frame.firstByte() & 0x70).as("RSV1 marks the first frame").isEqualTo(0x40);
    payload.writeBytes(frame.payload());
    while ((frame.firstByte() & 0x80) == 0) {
      frame = peer.readFrame();
      assertThat(frame.firstByte() & 0x7f).as("a continuation without RSV1").isZero();
      payload.writeBytes(frame.payload());
    }
    return inflate(payload.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, 15, 15, permessage-deflate; client_max_window_bits",
    "false, true, 15, 9, permessage-deflate; server_no_context_takeover; client_max_window_bits=9",
  })
  void whatTheSettingsSayIsOffered(
      boolean serverTakeover, boolean clientTakeover, int serverBits, int clientBits, String offer)
      throws Exception {
    PerMessageDeflate settings =
        settings()
            .withContextTakeover(serverTakeover, clientTakeover)
            .withMaxWindowBits(serverBits, clientBits);
    CompletableFuture<WebSocketSession> connecting =
        ScriptedServer.connect(
            builder().compression(settings).build(), server.uri(), new RecordingHandler());

    assertThat(server.accept().agree("")).contains("\r\n" + FIELD + offer + "\r\n");
    ScriptedServer.get(connecting);
  }

  @Test
  void itIsOfferedUnlessItIsTurnedOff() throws Exception {
    ScriptedServer.connect(builder().build(), server.uri(), handler);
    assertThat(server.accept().agree("")).contains(FIELD + AGREED + "; client_max_window_bits\r\n");

    ScriptedServer.connect(builder().noCompression().build(), server.uri(), handler);
    assertThat(server.accept().agree("")).doesNotContain("Extensions");
  }

  @Test
  void messagesAreCompressedInBothDirections() throws Exception {
    ScriptedServer.Opened opened = open(builder().build(), handler, AGREED);

    opened.session().sendText(LONG_TEXT);
    ScriptedPeer.Frame frame = opened.peer().readFrame();
    assertThat(frame.firstByte()).isEqualTo(0xc1);
    assertThat(frame.payload()).hasSizeLessThan(LONG_TEXT.length() / 20);
    assertThat(new String(inflate(frame.payload()), UTF_8)).isEqualTo(LONG_TEXT);

    opened.peer().sendHex(COMPRESSED_HELLO);
    assertThat(handler.next()).isEqualTo("open");
    assertThat(handler.next()).isEqualTo("text Hello");
  }

  @Test
  void contextIsTakenOverUnlessTheServerForbidsIt() throws Exception {
    ScriptedServer.Opened taken = open(builder().build(), handler, AGREED);
    taken.session().sendText(LONG_TEXT);
    readCompressed(taken.peer());
    taken.session().sendText(LONG_TEXT);
    assertThat(readCompressed(taken.peer())).isEqualTo(LONG_TEXT.getBytes(UTF_8));

    inflater.reset();
    ScriptedServer.Opened anew =
        open(builder().build(), handler, AGREED + "; client_no_context_takeover");
    for (int i = 0; i < 2; i++) {
      inflater.reset();
      anew.session().sendText(LONG_TEXT);
      assertThat(readCompressed(anew.peer())).isEqualTo(LONG_TEXT.getBytes(UTF_8));
    }
  }

  @Test
  void whatIsSmallAndWhatIsWantedAsItIsGoesUncompressed() throws Exception {
    ScriptedServer.Opened opened = open(builder().build(), handler, AGREED);

    opened.session().sendText("*".repeat(511));
    assertThat(opened.peer().readFrame().firstByte()).isEqualTo(0x81);
    opened.session().sendText("*".repeat(512));
    assertThat(opened.peer().readFrame().firstByte()).isEqualTo(0xc1);
    opened.session().send(PreparedMessage.text(LONG_TEXT).asIs());
    assertThat(opened.peer().readFrame().text()).isEqualTo(LONG_TEXT);
  }

  @Test
  void withoutAnAgreementNothingIsCompressedAndRsv1Is1002() throws Exception {
    ScriptedServer.Opened opened = open(builder().build(), handler, "");

    opened.session().sendText(LONG_TEXT);
    assertThat(opened.peer().readFrame().text()).isEqualTo(LONG_TEXT);
    opened.peer().sendHex(COMPRESSED_HELLO);
    assertThat(opened.peer().readFrame().hex()).startsWith("88 03ea");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; x=1",
        "permessage-deflate, permessage-deflate",
      })
  void anAnswerThatDoesNotFitFailsTheConnection(String answer) {
    assertThatThrownBy(() -> open(builder().build(), handler, answer))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .hasMessageContaining("extension in a way that was not offered");
  }

  @Test
  void compressionThatWasNotOfferedFailsTheConnection() {
    assertThatThrownBy(() -> open(builder().noCompression().build(), handler, AGREED))
        .cause()
        .hasMessageContaining("extension that was not offered");
  }

  @Test
  void theLimitHoldsForWhatComesOut() throws Exception {
    WebSocketClient client = builder().limits(Limits.DEFAULT.withMaxMessageBytes(1 << 20)).build();
    ScriptedServer.Opened opened = open(client, handler, AGREED);
    opened.peer().send(frame(0xc2, deflate(new byte[32 << 20])));

    assertThat(opened.peer().readFrame().hex()).startsWith("88 03f1");
    opened.peer().close();
    assertThat(handler.next()).isEqualTo("open");
    assertThat(handler.next()).startsWith("close 1009");
  }

  @Test
  void brokenDataIs1007() throws Exception {
    ScriptedServer.Opened opened = open(builder().build(), handler, AGREED);
    opened.peer().sendHex("c102" + "0707");

    assertThat(opened.peer().readFrame().hex()).startsWith("88 03ef");
  }

  @Test
  void aHandlerThatThrowsWhenItIsGivenACompressedMessageCosts1011() throws Exception {
    RecordingHandler failing =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            session.sendText(LONG_TEXT);
            throw new IllegalStateException("broken");
          }
        };
    ScriptedServer.Opened opened = open(builder().build(), failing, AGREED);
    opened.peer().sendHex(COMPRESSED_HELLO);

    assertThat(readCompressed(opened.peer())).isEqualTo(LONG_TEXT.getBytes(UTF_8));
    assertThat(opened.peer().readFrame().hex()).startsWith("88 03f3");
  }

  @Test
  void threadsThatSendAtOnceWriteOneStreamThatCanBeInflated() throws Exception {
    ScriptedServer.Opened opened = open(builder().build(), handler, AGREED);
    int messages = 200;
    List<Thread> senders = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      Thread sender =
          new Thread(
              () -> {
                for (int i = 0; i < messages; i++) {
                  opened.session().sendText(name + i + LONG_TEXT);
                }
              });
      senders.add(sender);
      sender.start();
    }
    for (int i = 0; i < messages; i++) {
      opened.peer().sendHex(COMPRESSED_HELLO);
    }

    List<String> received = new ArrayList<>();
    for (int i = 0; i < 4 * messages; i++) {
      received.add(new String(readCompressed(opened.peer()), UTF_8));
    }
    for (String name : List.of("a", "b", "c", "d")) {
      assertThat(received.stream().filter(text -> text.startsWith(name)))
          .containsExactlyElementsOf(
              IntStream.range(0, messages).mapToObj(i -> name + i + LONG_TEXT).toList());
    }
    for (Thread sender : senders) {
      sender.join();
    }
  }

  @Test
  void aLargeMessageGoesOutInFragments() throws Exception {
    ScriptedServer.Opened opened =
        open(
            builder().limits(Limits.DEFAULT.withMaxQueuedBytes(64 << 20)).build(), handler, AGREED);
    byte[] message = new byte[8 << 20];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) (i * i >> 7);
    }
    opened.session().sendBinary(ByteBuffer.wrap(message));

    assertThat(readCompressed(opened.peer())).isEqualTo(message);
  }

  private static byte[] deflate(byte[] message) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(message);
    byte[] buffer = new byte[1 << 20];
    int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(buffer, length - 4);
  }

  private static byte[] frame(int firstByte, byte[] payload) {
    return ByteBuffer.allocate(4 + payload.length)
        .put((byte) firstByte)
        .put((byte) 126)
        .putShort((short) payload.length)
        .put(payload)
        .array();
  }
}
