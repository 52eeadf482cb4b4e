package io.github.baseframe.protocol.message;

import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.frame.Opcode;
import java.nio.ByteBuffer;

/**
 * What an extension does to the payload of data messages (RFC 6455 section 9): one for each
 * connection on which such an extension was agreed on. The core knows extensions by this name only.
 *
 * <p>A transformed message is marked by RSV1 on its first frame; messages without the mark pass by.
 * Fragments, masks, limits and the check of UTF-8 stay with the core, on both sides of the
 * transform: it is given the payload of all fragments as one stream, and what it makes of it is
 * measured and checked piece by piece.
 *
 * <p>Called on the thread that drives the connection. {@link #decode} may lead to a call of {@link
 * #encode} or {@link #close} from inside of its last output, when the application answers or gives
 * up: after that output it must not touch what those change.
 */
public interface MessageTransform {

  /**
   * Takes the next piece of a received message that is marked by RSV1.
   *
   * @param piece may be empty; valid during the call only
   * @param endOfMessage whether it is the last piece
   * @param output given what the piece is worth, until it {@linkplain DecodedPayload#hasEnough has
   *     enough}; at the end of the message it is told so, once, as the last action of this call
   * @return true if that was all; false if it was stopped: then what is left of the piece, perhaps
   *     nothing, is given again later, from its position on
   * @throws ProtocolException if the piece makes no sense ({@link
   *     io.github.baseframe.protocol.Rule#COMPRESSED_DATA_INVALID}), or what the output throws, to
   *     be passed on as it is
   */
  boolean decode(ByteBuffer piece, boolean endOfMessage, DecodedPayload output)
      throws ProtocolException;

  /**
   * Transforms a message that is to be sent, or leaves it as it is.
   *
   * @param type TEXT or BINARY
   * @param payload the whole message; its remaining bytes are taken if it is transformed
   * @param output given the transformed payload, piece by piece
   * @return false if the message is to be sent as it is; then nothing went to the output, and the
   *     payload is untouched
   */
  boolean encode(Opcode type, ByteBuffer payload, EncodedPayload output);

  /**
   * Returns what tells whether transforms, of this and other connections, make the same of every
   * message, so that a {@link PreparedMessage} is encoded once for all of them.
   *
   * @return equal for transforms that do; null if what is made of a message depends on those before
   */
  Object sharedEncoding();

  /**
   * Returns how much memory is kept for this connection: of earlier messages, and for the one that
   * is under way.
   *
   * @return bytes, on the heap or not; 0 after {@link #close}
   */
  default int heldBytes() {
    return 0;
  }

  /** The connection is over: gives everything up. Called once, and nothing is called after it. */
  void close();

  /** Takes what a received message was before its sender transformed it. */
  interface DecodedPayload {

    /**
     * Takes the next piece.
     *
     * @param piece may be empty; used during the call only
     * @param endOfMessage whether it is the last piece: the application is then given the message
     * @throws ProtocolException 1009 if the message is getting too large, 1007 if text is not UTF-8
     */
    void accept(ByteBuffer piece, boolean endOfMessage) throws ProtocolException;

    /**
     * Says whether others come first now. To be asked after each piece but the last.
     *
     * @return true if {@link MessageTransform#decode} is to return as soon as it can
     */
    default boolean hasEnough() {
      return false;
    }
  }

  /** Takes the transformed payload of a message that is sent, and makes frames of it. */
  interface EncodedPayload {

    /**
     * Takes the next piece, which becomes a fragment, or several.
     *
     * @param piece copied
     * @param endOfMessage whether it is the last piece
     */
    void accept(ByteBuffer piece, boolean endOfMessage);
  }
}
