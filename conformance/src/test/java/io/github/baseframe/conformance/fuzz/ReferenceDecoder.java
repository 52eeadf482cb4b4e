package io.github.baseframe.conformance.fuzz;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.Role;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * RFC 6455 section 5 once more, slowly and by the book, from an array that holds all that came: to
 * compare with. It writes events as {@link EventRecorder} does.
 */
final class ReferenceDecoder {

  /** The connection has failed. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    final int code;

    Failed(int code) {
      this.code = code;
    }
  }

  private final List<String> events = new ArrayList<>();
  private final Role role;
  private final Limits limits;
  private final byte[] in;
  private int at;
  private boolean closed;

  /** The message under way: its opcode, or 0 if there is none. */
  private int messageOpcode;

  private int fragments;
  private long announced;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  private ReferenceDecoder(Role role, Limits limits, byte[] in) {
    this.role = role;
    this.limits = limits;
    this.in = in;
  }

  static List<String> events(Role role, Limits limits, byte[] stream) {
    ReferenceDecoder decoder = new ReferenceDecoder(role, limits, stream);
    try {
      while (!decoder.closed && decoder.readFrame()) {
        // The next one.
      }
      if (!decoder.closed) {
        decoder.events.add("close 1006");
      }
    } catch (Failed e) {
      decoder.events.add("close " + e.code);
    }
    return decoder.events;
  }

  /** 5.2; returns false if the rest of the stream is no whole frame. */
  private boolean readFrame() throws Failed {
    if (in.length - at < 2) {
      return false;
    }
    boolean fin = (in[at] & 0x80) != 0;
    int rsv = in[at] >> 4 & 7;
    int opcode = in[at] & 0xF;
    boolean masked = (in[at + 1] & 0x80) != 0;
    int shortLength = in[at + 1] & 0x7F;
    int lengthBytes = shortLength < 126 ? 0 : shortLength == 126 ? 2 : 8;
    if (in.length - at < 2 + lengthBytes) {
      return false;
    }
    long length = lengthBytes == 0 ? shortLength : number(at + 2, lengthBytes);
    require(length >= 0, 1002);
    require(lengthBytes != 2 || length > 125, 1002);
    require(lengthBytes != 8 || length > 0xFFFF, 1002);
    int keyAt = at + 2 + lengthBytes;
    int payloadAt = masked ? keyAt + 4 : keyAt;
    if (in.length < payloadAt) {
      return false;
    }
    checkHeader(fin, rsv, opcode, masked, length);
    byte[] payload =
        Arrays.copyOfRange(
            in, payloadAt, payloadAt + (int) Math.min(length, in.length - payloadAt));
    for (int i = 0; masked && i < payload.length; i++) {
      payload[i] ^= in[keyAt + i % 4];
    }
    at = payloadAt + payload.length;
    boolean whole = payload.length == length;
    if (opcode < 8) {
      onData(payload, whole && fin);
    } else if (whole) {
      onControl(opcode, payload);
    }
    return whole;
  }

  /** 5.1, 5.2, 5.4, 5.5, and the limits of 10.4. */
  private void checkHeader(boolean fin, int rsv, int opcode, boolean masked, long length)
      throws Failed {
    require(rsv == 0, 1002);
    require(opcode <= 2 || opcode >= 8 && opcode <= 10, 1002);
    require(masked == (role == Role.SERVER), 1002);
    if (opcode >= 8) {
      require(fin && length <= 125, 1002);
      return;
    }
    require((opcode == 0) == (messageOpcode != 0), 1002);
    messageOpcode = opcode == 0 ? messageOpcode : opcode;
    fragments++;
    require(length <= limits.maxFrameBytes(), 1009);
    require(fragments <= limits.maxFragments(), 1009);
    announced += length;
    require(announced <= limits.maxMessageBytes(), 1009);
  }

  /** 5.4, 5.6, and 8.1: text fails at the first byte that no UTF-8 can have there. */
  private void onData(byte[] payload, boolean ends) throws Failed {
    message.writeBytes(payload);
    byte[] all = message.toByteArray();
    if (messageOpcode == 1) {
      int characters = ReferenceUtf8.wholeCharacters(all);
      require(characters >= 0 && (!ends || characters == all.length), 1007);
    }
    if (ends) {
      events.add((messageOpcode == 1 ? "text " : "binary ") + HexFormat.of().formatHex(all));
      messageOpcode = 0;
      fragments = 0;
      announced = 0;
      message.reset();
    }
  }

  /** 5.5.1 to 5.5.3. */
  private void onControl(int opcode, byte[] payload) throws Failed {
    if (opcode != 8) {
      events.add((opcode == 9 ? "ping " : "pong ") + HexFormat.of().formatHex(payload));
      return;
    }
    require(payload.length != 1, 1002);
    int code = payload.length == 0 ? 1005 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    // 7.4, and the registry that it founds.
    boolean defined = code >= 1000 && code <= 1014 && code != 1004 && code != 1006;
    require(defined && code != 1005 || payload.length == 0 || code >= 3000 && code < 5000, 1002);
    byte[] reason = Arrays.copyOfRange(payload, Math.min(2, payload.length), payload.length);
    require(ReferenceUtf8.wholeCharacters(reason) == reason.length, 1007);
    events.add("close " + code + " " + HexFormat.of().formatHex(reason) + " clean");
    closed = true;
  }

  private long number(int from, int bytes) {
    long number = 0;
    for (int i = from; i < from + bytes; i++) {
      number = number << 8 | in[i] & 0xFF;
    }
    return number;
  }

  private static void require(boolean rule, int code) throws Failed {
    if (!rule) {
      throw new Failed(code);
    }
  }
}
