package io.github.baseframe.conformance.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.conformance.fuzzing.CompressionNegotiation;
import io.github.baseframe.protocol.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * An echo that shares no code with the protocol module, right by default and wrong where it is
 * told: a second opinion on the cases, and what they have to catch.
 */
final class EchoSubject implements Subject {

  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final Set<Integer> KNOWN = Set.of(CONTINUATION, TEXT, 2, CLOSE, PING, PONG);

  private static final long MAX_OCTETS = 64 << 20;

  private final Role role;
  private final Set<Quirk> quirks;
  private final EchoCompression compression;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private ByteBuffer sending = ByteBuffer.allocate(0);

  private final byte[] header = new byte[14];
  private int headerOctets;
  private long missing;
  private boolean inPayload;
  private int maskPhase;
  private ByteArrayOutputStream control = new ByteArrayOutputStream();
  private ByteArrayOutputStream message = new ByteArrayOutputStream();
  private int messageType;
  private boolean compressed;
  private final CharsetDecoder utf8 = UTF_8.newDecoder();
  private byte[] undecoded = {};
  private byte[] waitingPong;
  private boolean closeReceived;
  private boolean failed;

  /** The tester's part in the negotiation of compression is null if there is none. */
  EchoSubject(Role role, CompressionNegotiation tester, Quirk... quirks) {
    this.role = role;
    this.quirks = EnumSet.noneOf(Quirk.class);
    this.quirks.addAll(Set.of(quirks));
    this.compression = tester == null ? null : new EchoCompression(role, tester, this.quirks);
  }

  private boolean does(Quirk quirk) {
    return quirks.contains(quirk);
  }

  @Override
  public void receive(ByteBuffer in) {
    if (does(Quirk.LOSES_CUT_HEADERS) && !inPayload) {
      headerOctets = 0;
    }
    if (does(Quirk.RESTARTS_MASKS_AT_CUTS)) {
      maskPhase = 0;
    }
    while (in.hasRemaining() && !failed && (!closeReceived || readsAfterClose())) {
      if (inPayload) {
        onPayload(in);
      } else {
        header[headerOctets++] = in.get();
        if (headerOctets == headerLength()) {
          onHeader();
        }
      }
      if (inPayload && missing == 0 && !failed) {
        inPayload = false;
        headerOctets = 0;
        onEndOfFrame();
        if (does(Quirk.READS_ONE_FRAME_AT_A_TIME)) {
          in.position(in.limit());
        }
      }
    }
    in.position(in.limit());
    if (waitingPong != null && !does(Quirk.ANSWERS_PING_AFTER_THE_MESSAGE)) {
      sendWaitingPong();
    }
  }

  private boolean readsAfterClose() {
    return does(Quirk.ECHOES_AFTER_CLOSE) || does(Quirk.JUDGES_FRAMES_AFTER_CLOSE);
  }

  private int headerLength() {
    if (headerOctets < 2) {
      return 2;
    }
    int form = header[1] & 0x7f;
    return 2 + (form == 126 ? 2 : form == 127 ? 8 : 0) + (header[1] < 0 ? 4 : 0);
  }

  private int opcode() {
    return header[0] & 0x0f;
  }

  private boolean isFinal() {
    return header[0] < 0;
  }

  private void onHeader() {
    int form = header[1] & 0x7f;
    ByteBuffer extended = ByteBuffer.wrap(header, 2, 8);
    missing = form == 126 ? extended.getShort() & 0xffff : form == 127 ? extended.getLong() : form;
    inPayload = true;
    maskPhase = 0;
    checkLength(form);
    checkReservedBits();
    check(KNOWN.contains(opcode()) || does(Quirk.ACCEPTS_RESERVED_OPCODES), 1002);
    boolean anyMask = does(Quirk.ACCEPTS_MASKS_OF_THE_OTHER_ROLE);
    check(header[1] < 0 == (role == Role.SERVER) || anyMask, 1002);
    if (opcode() >= CLOSE) {
      checkControlHeader();
      control = new ByteArrayOutputStream();
    } else if (opcode() == CONTINUATION) {
      check(messageType != 0 || does(Quirk.ACCEPTS_LONE_CONTINUATION), 1002);
    } else {
      check(messageType == 0 || does(Quirk.ACCEPTS_MESSAGE_INSIDE_OF_MESSAGE), 1002);
      messageType = opcode();
      compressed = compression != null && (header[0] & 0x40) != 0;
    }
    if (opcode() != PONG && !failed) {
      if (does(Quirk.SENDS_UNSOLICITED_PONGS)) {
        sendFrame(0x80 | PONG, new byte[0]);
      }
      if (does(Quirk.SENDS_PINGS)) {
        sendFrame(0x80 | PING, new byte[] {'?'});
      }
    }
  }

  private void checkReservedBits() {
    boolean accepts =
        does(Quirk.ACCEPTS_RESERVED_BITS)
            || opcode() >= CLOSE && does(Quirk.ACCEPTS_RESERVED_BITS_ON_CONTROL_FRAMES)
            || opcode() == CONTINUATION && does(Quirk.ACCEPTS_RESERVED_BITS_ON_CONTINUATIONS);
    boolean startsMessage = opcode() == TEXT || opcode() == 2;
    int reserved = compression != null && startsMessage ? 0x30 : 0x70;
    check((header[0] & reserved) == 0 || accepts, 1002);
  }

  private void checkControlHeader() {
    boolean acceptsLong =
        does(Quirk.ACCEPTS_LONG_CONTROL_FRAMES)
            || opcode() == PONG && does(Quirk.ACCEPTS_LONG_PONGS);
    boolean acceptsFragments =
        does(Quirk.ACCEPTS_FRAGMENTED_CONTROL_FRAMES)
            || opcode() == PONG && does(Quirk.ACCEPTS_FRAGMENTED_PONGS)
            || opcode() == CLOSE && does(Quirk.ACCEPTS_FRAGMENTED_CLOSES);
    check(missing <= 125 || acceptsLong, 1002);
    check(isFinal() || acceptsFragments, 1002);
    check(opcode() != PONG || !does(Quirk.FAILS_ON_PONGS), 1002);
  }

  private void checkLength(int form) {
    if (does(Quirk.IGNORES_THE_TOP_BIT_OF_LENGTHS)) {
      missing &= Long.MAX_VALUE;
    }
    if (does(Quirk.READS_LENGTHS_AS_32_BITS)) {
      missing &= 0xffff_ffffL;
      return;
    }
    check(missing > 0 || isFinal() || !does(Quirk.FAILS_ON_EMPTY_FRAGMENTS), 1002);
    check(missing >= 0, 1002);
    check(missing <= MAX_OCTETS - message.size(), 1009);
    check(form != 126 || missing > 125 || does(Quirk.ACCEPTS_LENGTHS_OF_16_BITS), 1002);
    check(form != 127 || missing > 0xffff || does(Quirk.ACCEPTS_LENGTHS_OF_64_BITS), 1002);
  }

  private void onPayload(ByteBuffer in) {
    byte[] piece = new byte[(int) Math.min(missing, in.remaining())];
    in.get(piece);
    missing -= piece.length;
    if (header[1] < 0) {
      int key = headerLength() - 4;
      for (int i = 0; i < piece.length; i++) {
        piece[i] ^= header[key + (maskPhase++ & 3)];
      }
    }
    if (opcode() >= CLOSE) {
      control.writeBytes(piece);
      return;
    }
    message.writeBytes(piece);
    if (messageType == TEXT && !compressed && !does(Quirk.CHECKS_TEXT_AT_ITS_END)) {
      checkText(piece, false);
    }
  }

  private void checkText(byte[] piece, boolean end) {
    if (does(Quirk.ACCEPTS_ANY_OCTETS_AS_TEXT)) {
      return;
    }
    ByteBuffer octets = ByteBuffer.allocate(undecoded.length + piece.length);
    octets.put(undecoded).put(piece).flip();
    boolean valid = !utf8.decode(octets, CharBuffer.allocate(octets.remaining()), end).isError();
    check(valid, does(Quirk.FAILS_WITH_1002_WHERE_1007_IS_DUE) ? 1002 : 1007);
    undecoded = new byte[octets.remaining()];
    octets.get(undecoded);
  }

  private void onEndOfFrame() {
    if (opcode() >= CLOSE && does(Quirk.LOSES_TEXT_STATE_OVER_CONTROL_FRAMES)) {
      utf8.reset();
      undecoded = new byte[0];
    }
    switch (opcode()) {
      case CLOSE -> onClose(control.toByteArray());
      case PING -> onPing(control.toByteArray());
      case CONTINUATION, TEXT, 2 -> {
        if (isFinal()) {
          onMessage();
        }
      }
      default -> {}
    }
  }

  private void onPing(byte[] payload) {
    if (does(Quirk.ADDS_PINGS_TO_THE_MESSAGE) && messageType != 0) {
      message.writeBytes(payload);
    }
    if (does(Quirk.NEVER_ANSWERS_PING)) {
      return;
    }
    if (does(Quirk.ANSWERS_PING_WITH_OTHER_OCTETS) && payload.length > 0) {
      payload[0] ^= 1;
    }
    waitingPong = payload;
    if (!does(Quirk.ANSWERS_ONLY_THE_LATEST_PING) && !does(Quirk.ANSWERS_PING_AFTER_THE_MESSAGE)) {
      sendWaitingPong();
    }
  }

  private void sendWaitingPong() {
    if (waitingPong != null && !failed) {
      if (does(Quirk.SENDS_FRAGMENTED_PONGS)) {
        sendFrame(PONG, waitingPong);
        sendFrame(0x80 | CONTINUATION, new byte[0]);
      } else {
        sendFrame(0x80 | PONG, waitingPong);
      }
    }
    waitingPong = null;
  }

  private void onMessage() {
    byte[] payload = message.toByteArray();
    message = new ByteArrayOutputStream();
    int type = messageType;
    messageType = 0;
    if (compressed) {
      payload = compression.decompress(payload);
      check(payload != null, 1007);
      if (failed) {
        return;
      }
    }
    if (type == TEXT) {
      boolean unchecked = compressed || does(Quirk.CHECKS_TEXT_AT_ITS_END);
      checkText(unchecked ? payload : new byte[0], true);
      utf8.reset();
      undecoded = new byte[0];
    }
    if (failed) {
      return;
    }
    if (does(Quirk.CHANGES_AN_OCTET_FAR_BEHIND) && payload.length > 100_000) {
      payload[100_000] ^= 1;
    }
    payload = spoiled(type, payload);
    int opcode = echoOpcode(type);
    if (compressed && !does(Quirk.ECHOES_UNCOMPRESSED)) {
      opcode |= 0x40;
      payload = compression.compress(payload);
    }
    if (does(Quirk.NEVER_ENDS_MESSAGES)) {
      sendFrame(opcode, payload);
      return;
    }
    if (does(Quirk.ECHOES_IN_FRAGMENTS_OF_ONE_OCTET) && payload.length > 0) {
      sendOctets(opcode, payload);
    } else if (does(Quirk.ECHOES_IN_FRAGMENTS)) {
      sendFrame(opcode, payload);
      int rsv1 = does(Quirk.MARKS_CONTINUATIONS_AS_COMPRESSED) ? opcode & 0x40 : 0;
      sendFrame(0x80 | CONTINUATION | rsv1, new byte[0]);
    } else {
      sendFrame(0x80 | opcode, payload);
    }
    if (does(Quirk.ECHOES_TWICE)) {
      sendFrame(0x80 | opcode, payload);
    }
    sendWaitingPong();
  }

  private void sendOctets(int opcode, byte[] payload) {
    for (int i = 0; i < payload.length; i++) {
      int fin = i == payload.length - 1 ? 0x80 : 0;
      sendFrame(fin | (i == 0 ? opcode : CONTINUATION), new byte[] {payload[i]});
    }
  }

  private byte[] spoiled(int type, byte[] payload) {
    boolean hasMark =
        payload.length >= 3 && (payload[0] & 0xff) == 0xef && payload[1] == (byte) 0xbb;
    if (does(Quirk.STRIPS_BYTE_ORDER_MARKS) && type == TEXT && hasMark) {
      return Arrays.copyOfRange(payload, 3, payload.length);
    }
    if (does(Quirk.SENDS_TEXT_THAT_IS_NOT_UTF8) && type == TEXT && payload.length > 0) {
      payload[0] = (byte) 0xff;
    }
    return payload;
  }

  private int echoOpcode(int type) {
    if (does(Quirk.SENDS_LONE_CONTINUATIONS)) {
      return CONTINUATION;
    }
    if (does(Quirk.SENDS_RESERVED_OPCODES)) {
      return 3;
    }
    return does(Quirk.ECHOES_TEXT_AS_BINARY) || type == 0 ? 2 : type;
  }

  private void onClose(byte[] body) {
    check(messageType == 0 || !does(Quirk.FAILS_ON_CLOSE_INSIDE_OF_A_MESSAGE), 1002);
    check(undecoded.length == 0 || !does(Quirk.JUDGES_UNFINISHED_TEXT_AT_CLOSE), 1007);
    int code = body.length < 2 ? 1000 : (body[0] & 0xff) << 8 | body[1] & 0xff;
    check(body.length != 1 || does(Quirk.ACCEPTS_HALF_A_CLOSE_CODE), 1002);
    boolean registered = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
    boolean travels = registered || code >= 3000 && code < 5000;
    boolean accepts = code == 1015 && does(Quirk.ACCEPTS_CODE_1015);
    check(travels || accepts || does(Quirk.ACCEPTS_ANY_CLOSE_CODE), 1002);
    if (body.length > 2 && !does(Quirk.ACCEPTS_ANY_CLOSE_REASON)) {
      ByteBuffer reason = ByteBuffer.wrap(body, 2, body.length - 2);
      check(!UTF_8.newDecoder().decode(reason, CharBuffer.allocate(125), true).isError(), 1007);
    }
    if (!failed && !closeReceived) {
      closeReceived = true;
      if (!does(Quirk.NEVER_ANSWERS_CLOSE)) {
        sendClose(answerTo(code));
      }
    }
  }

  private int answerTo(int code) {
    if (does(Quirk.ANSWERS_CLOSE_WITH_ANOTHER_CODE)) {
      return 4321;
    }
    return does(Quirk.CLOSES_WITH_1000) ? 1000 : code;
  }

  private void check(boolean condition, int codeOtherwise) {
    if (!condition && !failed) {
      failed = true;
      if (!does(Quirk.FAILS_BY_SILENCE) && !does(Quirk.FAILS_BY_ENDING_THE_STREAM)) {
        sendClose(codeOtherwise);
      }
    }
  }

  private void sendClose(int code) {
    ByteBuffer body = ByteBuffer.allocate(10);
    if (!does(Quirk.CLOSES_WITHOUT_CODE)) {
      body.putShort((short) code);
      body.put(does(Quirk.CLOSES_WITH_A_REASON) ? new byte[] {'b', 'y', 'e'} : new byte[0]);
    }
    byte[] payload = new byte[body.flip().remaining()];
    body.get(payload);
    payload = spoiledClose(payload);
    sendFrame(0x80 | CLOSE, payload);
    if (does(Quirk.SENDS_TWO_CLOSES)) {
      sendFrame(0x80 | CLOSE, payload);
    }
  }

  private byte[] spoiledClose(byte[] body) {
    if (does(Quirk.SENDS_HALF_A_CLOSE_CODE)) {
      return new byte[] {3};
    }
    if (does(Quirk.SENDS_CODE_1005)) {
      return new byte[] {3, (byte) 0xed};
    }
    if (does(Quirk.SENDS_REASONS_THAT_ARE_NOT_UTF8)) {
      return new byte[] {3, (byte) 0xe8, (byte) 0xff};
    }
    return does(Quirk.SENDS_LONG_CLOSES) ? Arrays.copyOf(new byte[] {3, (byte) 0xe8}, 126) : body;
  }

  private void sendFrame(int firstByte, byte[] payload) {
    boolean masked = (role == Role.CLIENT) != does(Quirk.MASKS_LIKE_THE_OTHER_ROLE);
    int length = payload.length;
    boolean longer = does(Quirk.SENDS_LONGER_LENGTHS);
    int form = length > 65535 ? 127 : length > 125 || longer ? 126 : length;
    out.write(firstByte | (does(Quirk.SENDS_RESERVED_BITS) ? 0x20 : 0));
    out.write(form | (masked ? 0x80 : 0));
    if (form == 127) {
      out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    } else if (form == 126) {
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    }
    byte[] key = {1, 2, 3, 4};
    byte[] wire = payload.clone();
    if (masked) {
      out.writeBytes(key);
      for (int i = 0; i < length; i++) {
        wire[i] ^= key[i & 3];
      }
    }
    out.writeBytes(wire);
  }

  @Override
  public void receiveEndOfStream() {
    failed = !does(Quirk.IGNORES_THE_END_OF_THE_STREAM);
  }

  @Override
  public void send(ByteBuffer target) {
    if (!sending.hasRemaining()) {
      sending = ByteBuffer.wrap(out.toByteArray());
      out.reset();
    }
    int count = Math.min(sending.remaining(), target.remaining());
    target.put(sending.slice(sending.position(), count));
    sending.position(sending.position() + count);
  }

  @Override
  public boolean hasEnded() {
    boolean over = failed || closeReceived && role == Role.SERVER;
    boolean quiet = does(Quirk.FAILS_BY_SILENCE) || does(Quirk.NEVER_ANSWERS_CLOSE);
    return over && !quiet && !does(Quirk.NEVER_ENDS_THE_STREAM);
  }
}
