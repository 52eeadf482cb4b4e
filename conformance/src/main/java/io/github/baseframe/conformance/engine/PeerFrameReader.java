package io.github.baseframe.conformance.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.conformance.cases.Frame;
import io.github.baseframe.conformance.cases.Payload;
import io.github.baseframe.protocol.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Reads the frames of the subject, and blames every one that RFC 6455 forbids. Plain on purpose,
 * and independent of the protocol module's decoder: it would not see the decoder's own mistakes.
 */
final class PeerFrameReader {

  /** Takes what was read. */
  interface Listener {
    /**
     * Any frame, before the calls below; one that is blamed for its header comes without payload.
     */
    void onFrame(Payload header, Payload shown);

    void onMessage(boolean text, Payload payload);

    void onPing(Payload payload);

    void onPong(Payload payload);

    /** The code is null where the body is empty. */
    void onClose(Integer code);
  }

  /** More than the largest message of any case; nothing is allocated for a longer one. */
  private static final long MAX_MESSAGE_OCTETS = 64L << 20;

  private static final int MAX_CONTROL_OCTETS = 125;
  private static final int MASK_BIT = 0x80;
  private static final int LENGTH_BITS = 0x7F;
  private static final int RESERVED_BITS = Frame.RSV1 | Frame.RSV2 | Frame.RSV3;

  private final Role tester;
  private final Listener listener;

  /** Null without compression. */
  private final Compressor compressor;

  private final byte[] header = new byte[14];
  private int headerOctets;
  private boolean inPayload;

  private int firstByte;
  private int opcode;
  private long length;
  private long received;

  /** TEXT or BINARY while a message is under way, else CONTINUATION. */
  private int messageType = Frame.CONTINUATION;

  private boolean compressed;
  private ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final ByteArrayOutputStream control = new ByteArrayOutputStream();
  private final ByteArrayOutputStream preview = new ByteArrayOutputStream();
  private boolean closed;

  /** The compressor is null where no compression was agreed on. */
  PeerFrameReader(Role tester, Listener listener, Compressor compressor) {
    this.tester = tester;
    this.listener = listener;
    this.compressor = compressor;
  }

  /** Takes all bytes. After a violation it must not be used again. */
  void read(ByteBuffer in) throws Violation {
    while (in.hasRemaining()) {
      if (inPayload) {
        takePayload(in);
      } else {
        header[headerOctets++] = in.get();
        if (headerOctets == headerLength()) {
          beginFrame();
        }
      }
      if (inPayload && received == length) {
        endFrame();
        inPayload = false;
        headerOctets = 0;
      }
    }
  }

  /** How many octets the header has, as far as the octets so far tell. */
  private int headerLength() {
    if (headerOctets < 2) {
      return 2;
    }
    return 2 + extendedLengthOctets() + (isMasked() ? MaskingKey.OCTETS : 0);
  }

  private int extendedLengthOctets() {
    return switch (header[1] & LENGTH_BITS) {
      case 126 -> Short.BYTES;
      case 127 -> Long.BYTES;
      default -> 0;
    };
  }

  private boolean isMasked() {
    return (header[1] & MASK_BIT) != 0;
  }

  private static boolean isDefined(int opcode) {
    return opcode <= Frame.BINARY || opcode >= Frame.CLOSE && opcode <= Frame.PONG;
  }

  private boolean isControl() {
    return opcode >= Frame.CLOSE;
  }

  private void beginFrame() throws Violation {
    try {
      startFrame();
    } catch (Violation e) {
      listener.onFrame(headerOnTheWire(), Payload.EMPTY);
      throw e;
    }
  }

  private Payload headerOnTheWire() {
    return Payload.of(Arrays.copyOf(header, headerOctets));
  }

  private void startFrame() throws Violation {
    firstByte = header[0] & 0xFF;
    opcode = new Frame(firstByte, Payload.EMPTY).opcodeBits();
    length = readLength();
    received = 0;
    inPayload = true;
    preview.reset();
    require((firstByte & reservedBits()) == 0, "a frame with reserved bits (5.2)");
    require(isDefined(opcode), "a frame with a reserved opcode (5.2)");
    require(isMasked() || tester == Role.CLIENT, "a client's frame without mask (5.1)");
    require(!isMasked() || tester == Role.SERVER, "a server's frame with mask (5.1)");
    require(!closed || opcode == Frame.PING || opcode == Frame.PONG, "more after Close (5.5.1)");
    boolean fin = (firstByte & Frame.FIN) != 0;
    if (isControl()) {
      require(fin, "a fragment of a control frame (5.5)");
      require(length <= MAX_CONTROL_OCTETS, "a control frame of more than 125 octets (5.5)");
      control.reset();
    } else {
      startDataFrame();
    }
  }

  /** RFC 7692 6: RSV1 marks the first frame of a compressed message, and nothing else. */
  private int reservedBits() {
    boolean startsMessage = opcode == Frame.TEXT || opcode == Frame.BINARY;
    return compressor != null && startsMessage ? RESERVED_BITS & ~Frame.RSV1 : RESERVED_BITS;
  }

  private long readLength() throws Violation {
    int octets = extendedLengthOctets();
    if (octets == 0) {
      return header[1] & LENGTH_BITS;
    }
    long value = 0;
    for (int i = 0; i < octets; i++) {
      value = value << Byte.SIZE | header[2 + i] & 0xFF;
    }
    require(value >= 0, "a length with its top bit set (5.2)");
    require(value > (octets == Short.BYTES ? 125 : 0xFFFF), "a length in too many octets (5.2)");
    return value;
  }

  private void startDataFrame() throws Violation {
    if (opcode == Frame.CONTINUATION) {
      require(messageType != Frame.CONTINUATION, "a continuation of nothing (5.4)");
    } else {
      require(messageType == Frame.CONTINUATION, "a new message inside of another one (5.4)");
      messageType = opcode;
      compressed = (firstByte & Frame.RSV1) != 0;
    }
    require(
        length <= MAX_MESSAGE_OCTETS - message.size(), "a message larger than any that was sent");
  }

  private void takePayload(ByteBuffer in) {
    byte[] piece = new byte[(int) Math.min(length - received, in.remaining())];
    in.get(piece);
    if (isMasked()) {
      byte[] key = Arrays.copyOfRange(header, headerOctets - MaskingKey.OCTETS, headerOctets);
      MaskingKey.apply(piece, 0, piece.length, key, received);
    }
    received += piece.length;
    (isControl() ? control : message).write(piece, 0, piece.length);
    int shown = Math.min(piece.length, WireLog.SHOWN_OCTETS - preview.size());
    preview.write(piece, 0, shown);
  }

  private void endFrame() throws Violation {
    listener.onFrame(headerOnTheWire(), Payload.of(preview.toByteArray()));
    if (!isControl()) {
      endDataFrame();
      return;
    }
    Payload payload = Payload.of(control.toByteArray());
    switch (opcode) {
      case Frame.PING -> listener.onPing(payload);
      case Frame.PONG -> listener.onPong(payload);
      default -> endClose(payload);
    }
  }

  private void endDataFrame() throws Violation {
    if ((firstByte & Frame.FIN) == 0) {
      return;
    }
    boolean text = messageType == Frame.TEXT;
    byte[] payload = message.toByteArray();
    message = new ByteArrayOutputStream();
    messageType = Frame.CONTINUATION;
    if (compressed) {
      payload = compressor.decompress(payload, MAX_MESSAGE_OCTETS);
    }
    if (text) {
      requireUtf8(ByteBuffer.wrap(payload), "a text message that is not UTF-8 (8.1)");
    }
    listener.onMessage(text, Payload.of(payload));
  }

  private void endClose(Payload payload) throws Violation {
    closed = true;
    if (payload.length() == 0) {
      listener.onClose(null);
      return;
    }
    ByteBuffer body = ByteBuffer.wrap(payload.toBytes());
    require(body.remaining() >= Short.BYTES, "a Close with half a code (5.5.1)");
    int code = Short.toUnsignedInt(body.getShort());
    listener.onClose(code);
    require(mayTravel(code), "a Close with " + code + ", which must not travel (7.4)");
    requireUtf8(body, "a Close with a reason that is not UTF-8 (5.5.1)");
  }

  /** RFC 6455 7.4 and the IANA registry. */
  private static boolean mayTravel(int code) {
    boolean registered = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
    return registered || code >= 3000 && code < 5000;
  }

  private static void requireUtf8(ByteBuffer octets, String otherwise) throws Violation {
    try {
      UTF_8.newDecoder().decode(octets);
    } catch (CharacterCodingException e) {
      throw Violation.ofEncoding(otherwise);
    }
  }

  private static void require(boolean condition, String otherwise) throws Violation {
    if (!condition) {
      throw Violation.ofProtocol(otherwise);
    }
  }
}
