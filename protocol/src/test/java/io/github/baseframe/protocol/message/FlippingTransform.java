package io.github.baseframe.protocol.message;

import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.frame.Opcode;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An extension that nobody needs: it flips the bits 55 of each byte, and on the wire each byte
 * stands for {@link #expansion} equal ones. Messages of less than 3 bytes it leaves as they are.
 */
public final class FlippingTransform implements MessageTransform {

  private final int expansion;
  private final int pieceBytes;
  private final Object sharedEncoding;

  public int encodings;
  public int closings;

  public FlippingTransform() {
    this(1, Integer.MAX_VALUE, null);
  }

  public FlippingTransform(int expansion, int pieceBytes, Object sharedEncoding) {
    this.expansion = expansion;
    this.pieceBytes = pieceBytes;
    this.sharedEncoding = sharedEncoding;
  }

  @Override
  public boolean decode(ByteBuffer piece, boolean endOfMessage, DecodedPayload output)
      throws ProtocolException {
    while (piece.hasRemaining()) {
      byte[] decoded = new byte[expansion];
      Arrays.fill(decoded, (byte) (piece.get() ^ 0x55));
      output.accept(ByteBuffer.wrap(decoded), endOfMessage && !piece.hasRemaining());
    }
    return true;
  }

  @Override
  public boolean encode(Opcode type, ByteBuffer payload, EncodedPayload output) {
    if (payload.remaining() < 3) {
      return false;
    }
    encodings++;
    while (payload.hasRemaining()) {
      byte[] encoded = new byte[Math.min(pieceBytes, payload.remaining())];
      payload.get(encoded);
      for (int i = 0; i < encoded.length; i++) {
        encoded[i] ^= 0x55;
      }
      output.accept(ByteBuffer.wrap(encoded), !payload.hasRemaining());
      Arrays.fill(encoded, (byte) 0xDD);
    }
    return true;
  }

  @Override
  public Object sharedEncoding() {
    return sharedEncoding;
  }

  @Override
  public void close() {
    closings++;
  }
}
