package io.github.baseframe.protocol.frame;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down frames, {@code "fin TEXT 48656c6c6f"}, or {@code "more TEXT ..."} where FIN is not
 * set.
 */
public class FrameRecorder implements FrameConsumer {

  public final List<String> frames = new ArrayList<>();

  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
  private String start;

  /** Decodes a stream that ends with a frame. */
  public static List<String> decode(ByteBuffer stream) {
    FrameRecorder recorder = new FrameRecorder();
    recorder.feed(new FrameDecoder(), stream);
    return recorder.frames;
  }

  /** Decodes all that is there; a rule that is broken is the last entry. */
  public void feed(FrameDecoder decoder, ByteBuffer stream) {
    try {
      while (stream.hasRemaining()) {
        decoder.decode(stream, this);
      }
    } catch (ProtocolException e) {
      frames.add("fail " + e.closeCode());
    }
  }

  @Override
  public void onFrameHeader(FrameHeader header) {
    Opcode opcode = header.opcode();
    start = (header.fin() ? "fin " : "more ") + (opcode == null ? header.opcodeBits() : opcode);
    payload.reset();
  }

  @Override
  public boolean onPayload(ByteBuffer piece, boolean endOfFrame) {
    payload.writeBytes(Hex.toArray(piece));
    if (endOfFrame) {
      frames.add((start + " " + Hex.of(ByteBuffer.wrap(payload.toByteArray()))).trim());
    }
    return true;
  }
}
