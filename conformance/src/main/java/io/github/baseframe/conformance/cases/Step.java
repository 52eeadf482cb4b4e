package io.github.baseframe.conformance.cases;

import java.time.Duration;
import java.util.List;

/**
 * One thing that the tester does. What is sent without a {@link Flush} in between leaves in one
 * piece, as far as the transport lets it. A tester in the role of a client masks every frame.
 */
public sealed interface Step {

  /**
   * Sends a frame.
   *
   * @param frame the frame
   */
  record Send(Frame frame) implements Step {}

  /**
   * Sends a frame, header included, in pieces of a few octets each.
   *
   * @param frame the frame
   * @param octets how many a piece has; the last one may have less
   */
  record SendInPieces(Frame frame, int octets) implements Step {}

  /**
   * Sends a message in frames of a fixed size, and a last frame with the rest, which may be empty.
   * A message no longer than that is one frame.
   *
   * @param message the whole message as one frame
   * @param octets how much of the payload a frame has
   */
  record SendFragmented(Frame message, int octets) implements Step {}

  /**
   * Sends the header of a frame, and nothing of the payload that it announces.
   *
   * @param firstByte the first octet of the header
   * @param length how many octets are announced, unsigned
   */
  record BeginFrame(int firstByte, long length) implements Step {}

  /**
   * Sends more of the payload that {@link BeginFrame} announced.
   *
   * @param octets unmasked
   */
  record ContinueFrame(Payload octets) implements Step {}

  /**
   * Sends a frame whose header is not written the way it should be.
   *
   * @param frame the frame
   * @param coding how it is written
   */
  record SendCoded(Frame frame, Coding coding) implements Step {}

  /**
   * How the length and the mask of a frame are written.
   *
   * @param lengthOctets 2 or 8: that many octets follow the first two, needed or not
   * @param mask what is masked, and how
   */
  record Coding(int lengthOctets, Mask mask) {
    /** The shortest length, whatever it is. */
    public static final int SHORTEST = 0;
  }

  /** How a frame is masked. */
  enum Mask {
    /** As the role wants it: a client masks, a server does not. */
    AS_DUE,
    /** The other way round. */
    AS_THE_OTHER_ROLE,
    /** As the role wants it, and a client's key is zero, which it may be by chance. */
    WITH_ZERO_KEY
  }

  /**
   * Sends frames as one stream of octets that is cut where it suits, not between frames.
   *
   * @param frames the frames
   * @param octets how many a piece has
   * @param once whether there is one cut only, behind the first piece
   * @param apart how long to wait after a piece
   */
  record SendStream(List<Frame> frames, int octets, boolean once, Duration apart) implements Step {}

  /**
   * Sends a frame many times.
   *
   * @param frame the frame
   * @param count how many times
   */
  record SendRepeated(Frame frame, int count) implements Step {}

  /** Ends the tester's direction of the transport, without a closing handshake. */
  record EndOutput() implements Step {}

  /** What was sent so far leaves apart from what is sent next. */
  record Flush() implements Step {}

  /**
   * Sends a Close frame and thereby starts the closing handshake. The script may go on, as a peer
   * must not.
   *
   * @param body of the Close frame
   */
  record StartClosing(Payload body) implements Step {}

  /**
   * Lets time pass, less if the connection ends before.
   *
   * @param time how much
   */
  record Pause(Duration time) implements Step {}

  /**
   * Notes that the connection is still open, as an event {@link Event.StillOpen}.
   *
   * @param name what to call the moment
   */
  record NoteStillOpen(String name) implements Step {}

  /**
   * Sends a message, waits for an answer, and so on.
   *
   * @param message the message
   * @param count how often it is sent
   */
  record RoundTrips(Frame message, int count) implements Step {}

  /**
   * Sends messages that are cut from a sample, compressed (RFC 7692 section 7.2.1), and waits for
   * the echo of each, which may be compressed or not. They are noted as one {@link Event.Echoes}.
   *
   * @param sample what the messages are cut from
   * @param octets the length of a message, uncompressed
   * @param count how many there are
   * @param fragmentOctets how much of the compressed message a frame has; 0 for all of it
   */
  record CompressedRoundTrips(Sample sample, int octets, int count, int fragmentOctets)
      implements Step {}
}
