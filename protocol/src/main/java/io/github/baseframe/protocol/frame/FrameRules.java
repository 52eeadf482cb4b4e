package io.github.baseframe.protocol.frame;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;

/**
 * Every rule that the header of a received frame can break, in one place (RFC 6455 section 5).
 *
 * <p>It does not look at payload: UTF-8, the body of a Close frame and the size of a whole message
 * are checked where the payload is.
 */
public final class FrameRules {

  private FrameRules() {}

  /**
   * Judges a frame by its header.
   *
   * @param header what came
   * @param role which side this endpoint is
   * @param fragmented whether a message has begun and its last fragment has not come yet
   * @param rsv1Allowed whether an extension was agreed on that gives RSV1 a meaning
   * @param limits what this endpoint takes
   * @throws ProtocolException 1002 for a broken rule, 1009 for a frame that is too large
   */
  public static void check(
      FrameHeader header, Role role, boolean fragmented, boolean rsv1Allowed, Limits limits)
      throws ProtocolException {
    Opcode opcode = header.opcode();
    // 5.2: opcodes 3 to 7 and B to F are reserved.
    if (opcode == null) {
      throw new ProtocolException(
          Rule.RESERVED_OPCODE, "opcode " + header.opcodeBits() + " is reserved");
    }
    checkReservedBits(header, opcode, rsv1Allowed);
    // 5.1: a client masks every frame, a server none.
    if (role == Role.SERVER && !header.masked()) {
      throw new ProtocolException(Rule.UNMASKED_CLIENT_FRAME);
    }
    if (role == Role.CLIENT && header.masked()) {
      throw new ProtocolException(Rule.MASKED_SERVER_FRAME);
    }
    if (opcode.isControl()) {
      checkControlFrame(header);
    } else {
      checkSequence(opcode, fragmented);
      // 10.4: implementations may limit the size of frames.
      if (header.payloadLength() > limits.maxFrameBytes()) {
        throw new ProtocolException(
            Rule.FRAME_TOO_BIG, "a frame may have at most " + limits.maxFrameBytes() + " bytes");
      }
    }
  }

  /** 5.2: reserved bits are 0 unless an extension says what they mean. */
  private static void checkReservedBits(FrameHeader header, Opcode opcode, boolean rsv1Allowed)
      throws ProtocolException {
    // RFC 7692 6.1: compression marks the first frame of a message, no other.
    boolean rsv1Meaningful = rsv1Allowed && !opcode.isControl() && opcode != Opcode.CONTINUATION;
    if (header.rsv1() && !rsv1Meaningful || header.rsv2() || header.rsv3()) {
      throw new ProtocolException(Rule.RESERVED_BIT);
    }
  }

  /** 5.5: control frames are short and never fragmented. */
  private static void checkControlFrame(FrameHeader header) throws ProtocolException {
    if (!header.fin()) {
      throw new ProtocolException(Rule.CONTROL_FRAME_FRAGMENTED);
    }
    if (header.payloadLength() > Opcode.MAX_CONTROL_PAYLOAD_BYTES) {
      throw new ProtocolException(
          Rule.CONTROL_FRAME_TOO_LONG,
          "a control frame has at most " + Opcode.MAX_CONTROL_PAYLOAD_BYTES + " bytes of payload");
    }
  }

  /**
   * 5.4: a message is one data frame, or one without FIN and then continuations. Control frames may
   * come between these (5.4, 5.5), so they are not asked about.
   */
  private static void checkSequence(Opcode opcode, boolean fragmented) throws ProtocolException {
    boolean continues = opcode == Opcode.CONTINUATION;
    if (continues && !fragmented) {
      throw new ProtocolException(Rule.NOTHING_TO_CONTINUE);
    }
    if (!continues && fragmented) {
      throw new ProtocolException(Rule.MESSAGE_NOT_FINISHED);
    }
  }
}
