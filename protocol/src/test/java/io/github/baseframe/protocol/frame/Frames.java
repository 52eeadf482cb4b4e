package io.github.baseframe.protocol.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A stream of frames as one role sends it. A client masks with the key of the examples in RFC 6455
 * 5.7, again and again, so that streams can be compared.
 */
public final class Frames {

  public static final int KEY = 0x37fa213d;

  private final Role sender;
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  private Frames(Role sender) {
    this.sender = sender;
  }

  public static Frames sentBy(Role sender) {
    return new Frames(sender);
  }

  public static Frames sentTo(Role receiver) {
    return new Frames(peerOf(receiver));
  }

  public static Role peerOf(Role role) {
    return role == Role.CLIENT ? Role.SERVER : Role.CLIENT;
  }

  public Frames text(String text) {
    return frame(0x81, text);
  }

  public Frames binary(byte[] payload) {
    return frame(0x82, payload);
  }

  public Frames ping(String payload) {
    return frame(0x89, payload);
  }

  public Frames pong(String payload) {
    return frame(0x8A, payload);
  }

  public Frames close() {
    return frame(0x88, "");
  }

  public Frames close(int code, String reason) {
    byte[] text = reason.getBytes(UTF_8);
    ByteBuffer body = ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text);
    return frame(0x88, body.array());
  }

  /** Any frame: FIN, reserved bits and opcode as they are on the wire. */
  public Frames frame(int firstByte, String payload) {
    return frame(firstByte, payload.getBytes(UTF_8));
  }

  public Frames frame(int firstByte, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(FrameHeader.MAX_BYTES + payload.length);
    boolean masked = sender == Role.CLIENT;
    FrameEncoder.putHeader(frame, firstByte, masked, KEY, payload.length);
    FrameEncoder.putMasked(frame, ByteBuffer.wrap(payload), masked ? KEY : 0, 0);
    return raw(frame.flip());
  }

  public Frames raw(ByteBuffer bytes) {
    stream.writeBytes(Hex.toArray(bytes));
    return this;
  }

  public ByteBuffer bytes() {
    return ByteBuffer.wrap(stream.toByteArray());
  }

  public String hex() {
    return Hex.of(bytes());
  }
}
