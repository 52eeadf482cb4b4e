package io.github.baseframe.protocol.message;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.TurnBudget;
import io.github.baseframe.protocol.frame.FrameHeader;
import io.github.baseframe.protocol.frame.FrameRules;
import io.github.baseframe.protocol.frame.Opcode;
import java.nio.ByteBuffer;

/**
 * Puts fragments together to messages (RFC 6455 section 5.4), within the limits, has them decoded
 * where an extension's mark says so (section 9), and checks text (section 8.1). The only place that
 * keeps received payload.
 *
 * <p>A message that arrives whole in one piece is handed on as it is, uncopied. Otherwise memory
 * grows with what has arrived, not with what a header announces: at most twice the payload (four
 * times from 1 MiB on), or a buffer that the pool has anyway. Between messages nothing is kept.
 *
 * <p>Not thread-safe. What is handed on is valid until {@link #afterDelivery}.
 */
public final class MessageAssembler {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** The first buffer for a message in pieces; small, as a peer may leave it at that. */
  private static final int FIRST_BUFFER_BYTES = 1024;

  /** From here on the pool may lend more than is asked for: below, messages rarely end so. */
  private static final int MIN_LENT_BYTES = 16 * 1024;

  /**
   * From here on memory for a message whose end is known grows fourfold at once, as then much less
   * is copied and cleared than by doubling.
   */
  private static final int MIN_LARGE_BYTES = 1024 * 1024;

  /** Reading less than this at a time would cost more system calls than it saves copying. */
  private static final int MIN_IN_PLACE_BYTES = 16 * 1024;

  private final Limits limits;
  private final Limits limitsBeforeDecoding;

  /** Null where no extension was agreed on. */
  private final MessageTransform transform;

  private final BufferPool buffers;
  private final Utf8Validator utf8 = new Utf8Validator();

  /** Whether a message has begun and not ended, and if so, whether it is text. */
  private boolean underWay;

  private boolean text;

  /** Whether the message under way was marked to go through the transform. */
  private boolean transformed;

  private boolean lastFragment;
  private int fragments;

  /** Payload bytes of the message, as told by the headers so far. */
  private long announced;

  /** What there is of a message that does not come in one piece: all before its position. */
  private ByteBuffer collected = NOTHING;

  /** The part of it that a driver reads into, if that is what it does. */
  private ByteBuffer inPlace;

  /** How much more may come out of the transform in this turn; not more than 0: nothing. */
  private int bytesToDecode;

  /** What is being delivered, if it was collected. */
  private ByteBuffer delivered = NOTHING;

  /**
   * Creates the assembler of one connection.
   *
   * @param limits how much a message may cost
   * @param transform what decodes marked messages; null where no extension was agreed on
   * @param buffers lends memory for large messages in pieces
   */
  public MessageAssembler(Limits limits, MessageTransform transform, BufferPool buffers) {
    this.buffers = buffers;
    this.limits = limits;
    this.limitsBeforeDecoding = transform == null ? limits : limits.beforeDecoding();
    this.transform = transform;
  }

  /**
   * A turn begins.
   *
   * @param budget how much may come out of the transform before it is stopped
   */
  public void beginTurn(TurnBudget budget) {
    bytesToDecode = budget.maxDecodedBytes();
  }

  /**
   * Says whether as much has come out of the transform as may in this turn.
   *
   * @return true until the next turn begins
   */
  public boolean isTurnOver() {
    return bytesToDecode <= 0;
  }

  /**
   * Says whether a message has begun whose last fragment has not ended.
   *
   * @return whether a continuation may come, and no other message
   */
  public boolean isMessageUnderWay() {
    return underWay;
  }

  /**
   * Returns the limits for the frame of this header, and for the message that it belongs to.
   *
   * @param header of a frame that comes next, not checked yet
   * @return larger ones where the message is decoded
   */
  public Limits limitsOf(FrameHeader header) {
    return transformed || header.rsv1() ? limitsBeforeDecoding : limits;
  }

  /**
   * A data frame begins; {@link FrameRules} has checked that it may.
   *
   * @param header used during the call only
   * @throws ProtocolException 1009 if the message is getting too large or has too many fragments
   */
  public void onFrameHeader(FrameHeader header) throws ProtocolException {
    if (!underWay) {
      underWay = true;
      text = header.opcode() == Opcode.TEXT;
      transformed = header.rsv1();
    }
    lastFragment = header.fin();
    fragments++;
    // 10.4: implementations may limit what a message costs.
    if (fragments > limits.maxFragments()) {
      throw new ProtocolException(
          Rule.TOO_MANY_FRAGMENTS,
          "a message may have at most " + limits.maxFragments() + " fragments");
    }
    // Subtracted, not added: a length near 2^63 must not overflow.
    if (header.payloadLength() > limitsOf(header).maxMessageBytes() - announced) {
      throw tooLarge();
    }
    announced += header.payloadLength();
  }

  /**
   * Says whether the message under way, or the latest, is text.
   *
   * @return false for binary
   */
  public boolean isText() {
    return text;
  }

  /**
   * Says whether the message under way goes through the transform.
   *
   * @return whether its payload is for {@link #onTransformedPayload}, else for {@link #onPayload}
   */
  public boolean isTransformed() {
    return transformed;
  }

  /**
   * Takes the next piece of the payload of a message that goes through the transform, and delivers
   * the message if it is complete.
   *
   * @param piece used during the call only
   * @param endOfFrame whether the frame ends here
   * @param consumer given the message
   * @return false if the turn is over before all of it is decoded: then what is left of the piece,
   *     perhaps nothing, is to be given again
   * @throws ProtocolException what {@link #onPayload} throws, 1009 if what comes out is too large,
   *     or what the transform throws
   */
  public boolean onTransformedPayload(
      ByteBuffer piece, boolean endOfFrame, MessageConsumer consumer) throws ProtocolException {
    boolean complete = endOfFrame && lastFragment;
    return transform.decode(piece, complete, new Decoded(consumer));
  }

  /** What comes out of the transform, for one consumer. */
  private final class Decoded implements MessageTransform.DecodedPayload {

    private final MessageConsumer consumer;

    Decoded(MessageConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void accept(ByteBuffer piece, boolean endOfMessage) throws ProtocolException {
      bytesToDecode -= TurnBudget.BYTES_A_PIECE + piece.remaining();
      onDecoded(piece, endOfMessage, consumer);
    }

    @Override
    public boolean hasEnough() {
      return isTurnOver();
    }
  }

  /** What comes out of a transform has been announced by no header. */
  private void onDecoded(ByteBuffer piece, boolean complete, MessageConsumer consumer)
      throws ProtocolException {
    if (piece.remaining() > limits.maxMessageBytes() - collected.position()) {
      throw tooLarge();
    }
    ByteBuffer message = onPayload(piece, complete);
    if (message != null && text) {
      consumer.onText(message);
    } else if (message != null) {
      consumer.onBinary(message);
    }
  }

  /**
   * Takes the next piece of a message's payload.
   *
   * @param piece unmasked; copied, unless it is the whole message
   * @param endOfFrame whether the frame ends here
   * @return the message if it is complete, until {@link #afterDelivery}; null if it is not
   * @throws ProtocolException 1007 if text is not UTF-8, at the first byte that shows it
   */
  public ByteBuffer onPayload(ByteBuffer piece, boolean endOfFrame) throws ProtocolException {
    boolean complete = endOfFrame && lastFragment;
    if (text) {
      checkText(piece, complete);
    }
    ByteBuffer message = piece;
    if (!complete || collected.position() > 0) {
      append(piece);
      if (!complete) {
        return null;
      }
      delivered = collected.flip();
      collected = NOTHING;
      message = delivered;
    }
    beginAnew();
    return message;
  }

  /**
   * Gives room right behind what has been collected, so that the payload to come need not be copied
   * there.
   *
   * @param payloadToCome how much is still to come of the payload of the frame that is read
   * @param usualBytes how much is read at a time; what is left behind it, but is not worth a read
   *     of its own, is read as well
   * @return where to put it, or some of it; null if it is not worth it
   */
  public ByteBuffer roomInPlace(long payloadToCome, int usualBytes) {
    int room = (int) Math.min(payloadToCome, collected.remaining());
    if (room - MIN_IN_PLACE_BYTES >= usualBytes) {
      room = usualBytes;
    }
    if (transformed || room < MIN_IN_PLACE_BYTES || !collected.isDirect()) {
      return null;
    }
    inPlace = collected.slice(collected.position(), room);
    return inPlace;
  }

  /**
   * Returns how much memory the message under way holds.
   *
   * @return bytes, 0 between messages
   */
  public int heldBytes() {
    return collected.capacity();
  }

  /** What was delivered is not used any more. */
  public void afterDelivery() {
    if (delivered != NOTHING) {
      giveBack(delivered);
      delivered = NOTHING;
    }
  }

  /** Forgets the message under way, because the connection is over. */
  public void release() {
    giveBack(collected);
    collected = NOTHING;
    beginAnew();
  }

  private void beginAnew() {
    underWay = false;
    transformed = false;
    lastFragment = false;
    fragments = 0;
    announced = 0;
    inPlace = null;
    utf8.reset();
  }

  private void checkText(ByteBuffer piece, boolean complete) throws ProtocolException {
    // 8.1: the whole of it is UTF-8; a piece may end inside of a character.
    if (!utf8.validate(piece) || complete && !utf8.isComplete()) {
      throw new ProtocolException(Rule.TEXT_NOT_UTF8);
    }
  }

  private ProtocolException tooLarge() {
    return new ProtocolException(
        Rule.MESSAGE_TOO_BIG, "a message may have at most " + limits.maxMessageBytes() + " bytes");
  }

  private void append(ByteBuffer piece) {
    int length = piece.remaining();
    if (piece == inPlace) {
      collected.position(collected.position() + length);
      return;
    }
    if (length > collected.remaining()) {
      grow(collected.position() + length);
    }
    collected.put(collected.position(), piece, piece.position(), length);
    collected.position(collected.position() + length);
  }

  /** Doubles, so that a flood of tiny fragments costs linear time, but not past a known end. */
  private void grow(int needed) {
    boolean endKnown = lastFragment && !transformed;
    long end = endKnown ? announced : limits.maxMessageBytes();
    long factor = endKnown && needed >= MIN_LARGE_BYTES ? 4 : 2;
    int bytes = (int) Math.min(Math.max(factor * needed, FIRST_BUFFER_BYTES), end);
    ByteBuffer larger = bytes < MIN_LENT_BYTES ? buffers.allocate(bytes) : buffers.acquire(bytes);
    larger.put(collected.flip());
    giveBack(collected);
    collected = larger;
  }

  private void giveBack(ByteBuffer buffer) {
    if (buffer != NOTHING) {
      buffers.release(buffer);
    }
  }
}
