package io.github.baseframe.protocol.frame;

import io.github.baseframe.protocol.ProtocolException;
import java.nio.ByteBuffer;

/** Takes what {@link FrameDecoder} finds. Called by the thread that feeds the decoder. */
public interface FrameConsumer {

  /**
   * A header is complete. For every frame, {@link #onPayload} follows until the end of the frame.
   *
   * @param header valid during this call only
   * @throws ProtocolException if the frame must not come here
   */
  void onFrameHeader(FrameHeader header) throws ProtocolException;

  /**
   * The next piece of the frame's payload has arrived.
   *
   * @param piece unmasked bytes from position to limit, possibly none; valid during this call only
   * @param endOfFrame whether the frame ends with this piece; true exactly once for a frame, also
   *     for an empty one, or if the end was not taken before
   * @return true if all of the piece was taken, wherever its position is; false to be given it
   *     again later, from its position on, though nothing may be left
   * @throws ProtocolException if the payload breaks a rule
   */
  boolean onPayload(ByteBuffer piece, boolean endOfFrame) throws ProtocolException;
}
