package io.github.baseframe.conformance.cases;

import java.time.Duration;
import java.util.List;

/**
 * One thing that the tester does. What is sent without a {@link Flush} in between leaves in one
 * piece, as far as the transport lets it. A tester in the role of a client masks every frame.
 */
public sealed interface Step {

  /**
   * Has a player take this step.
   *
   * @param player of the script
   */
  void play(Player player);

  /**
   * Sends a frame.
   *
   * @param frame the frame
   * @param coding how its header is written
   */
  record Send(Frame frame, Coding coding) implements Step {
    Send(Frame frame) {
      this(frame, Coding.PLAIN);
    }

    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /**
   * Sends a message in frames of a fixed size, and a last frame with the rest, which may be empty.
   * A message no longer than that is one frame.
   *
   * @param message the whole message as one frame
   * @param octets how much of the payload a frame has
   */
  record SendFragmented(Frame message, int octets) implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /**
   * Sends the header of a frame, and nothing of the payload that it announces.
   *
   * @param firstByte the first octet of the header
   * @param length how many octets are announced, unsigned
   */
  record BeginFrame(int firstByte, long length) implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /**
   * Sends more of the payload that {@link BeginFrame} announced.
   *
   * @param octets unmasked
   */
  record ContinueFrame(Payload octets) implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /**
   * How the length and the mask of a frame are written.
   *
   * @param lengthOctets how many octets the length has behind the first two, needed or not
   * @param mask what is masked, and how
   */
  record Coding(int lengthOctets, Mask mask) {
    /** The shortest length, whatever it is. */
    public static final int SHORTEST = 0;

    /** As the RFC wants it. */
    public static final Coding PLAIN = new Coding(SHORTEST, Mask.AS_DUE);
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
   * Sends frames, headers included, as one stream of octets that is not cut between frames.
   *
   * @param frames the frames
   * @param cut where it is cut
   */
  record SendStream(List<Frame> frames, Cut cut) implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /**
   * How a stream of octets is cut into pieces.
   *
   * @param octets how many a piece has; the last one may have less
   * @param once whether there is one cut only, behind the first piece
   * @param pause how long to wait after a piece
   */
  record Cut(int octets, boolean once, Duration pause) {}

  /**
   * Sends a frame many times.
   *
   * @param frame the frame
   * @param count how many times
   */
  record SendRepeated(Frame frame, int count) implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /** Ends the tester's direction of the transport, without a closing handshake. */
  record EndOutput() implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /** What was sent so far leaves apart from what is sent next. */
  record Flush() implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /**
   * Sends a Close frame and thereby starts the closing handshake. The script may go on, as a peer
   * must not.
   *
   * @param body of the Close frame
   */
  record StartClosing(Payload body) implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /**
   * Lets time pass, less if the connection ends before.
   *
   * @param time how much
   */
  record Pause(Duration time) implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /**
   * Notes that the connection is still open, as an event {@link Event.StillOpen}.
   *
   * @param name what to call the moment
   */
  record NoteStillOpen(String name) implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /**
   * Sends a message, waits for an answer, and so on.
   *
   * @param message the message
   * @param count how often it is sent
   */
  record RoundTrips(Frame message, int count) implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

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
      implements Step {
    @Override
    public void play(Player player) {
      player.play(this);
    }
  }

  /** Plays scripts. It has a method for each kind of step, so that none can be forgotten. */
  interface Player {
    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(Send step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(SendFragmented step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(BeginFrame step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(ContinueFrame step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(SendStream step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(SendRepeated step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(EndOutput step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(Flush step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(StartClosing step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(Pause step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(NoteStillOpen step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(RoundTrips step);

    /**
     * Plays a step.
     *
     * @param step the step
     */
    void play(CompressedRoundTrips step);
  }
}
