package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The frames of a case in both directions. Equal ones in a row are one line, and there is an end to
 * the lines: a flood does not fill the memory. Not thread-safe while it is written.
 */
public final class WireLog {

  /** How much of a payload is kept, in octets. */
  static final int SHOWN_OCTETS = 64;

  private static final int MOST_LINES = 4096;

  private final List<Line> lines = new ArrayList<>();
  private long omitted;
  private boolean paused;

  /** Starts empty. */
  WireLog() {}

  /**
   * One frame, or several equal ones in a row.
   *
   * @param at when the first one was sent or received, from the start of the case
   * @param sent whether the tester sent it; else the subject did
   * @param frame first byte and the first octets of the payload
   * @param length octets of the payload
   * @param masked whether the payload was masked
   * @param count how many
   */
  public record Line(
      Duration at, boolean sent, Frame frame, long length, boolean masked, long count) {

    private boolean continues(Line other) {
      return sent == other.sent
          && length == other.length
          && masked == other.masked
          && frame.equals(other.frame);
    }

    private Line andOneMore() {
      return new Line(at, sent, frame, length, masked, count + 1);
    }

    /** Such as {@code 0.002 s sent TEXT FIN masked, 5 octets: "Hello"}. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      text.append(String.format("%.3f s  %-8s  ", at.toNanos() / 1e9, sent ? "sent" : "received"));
      text.append(count > 1 ? count + " x " : "").append(name());
      text.append(", ").append(length).append(" octets");
      return (length == 0 ? text : text.append(": ").append(frame.payload())).toString();
    }

    /**
     * Names the frame.
     *
     * @return such as {@code TEXT FIN RSV1 masked}
     */
    public String name() {
      return opcode()
          + bit(Frame.FIN, " FIN")
          + bit(Frame.RSV1, " RSV1")
          + bit(Frame.RSV2, " RSV2")
          + bit(Frame.RSV3, " RSV3")
          + (masked ? " masked" : "");
    }

    private String opcode() {
      return switch (frame.opcodeBits()) {
        case Frame.CONTINUATION -> "CONTINUATION";
        case Frame.TEXT -> "TEXT";
        case Frame.BINARY -> "BINARY";
        case Frame.CLOSE -> "CLOSE";
        case Frame.PING -> "PING";
        case Frame.PONG -> "PONG";
        default -> "OPCODE " + frame.opcodeBits();
      };
    }

    private String bit(int bit, String name) {
      return (frame.firstByte() & bit) == 0 ? "" : name;
    }
  }

  /** Counts frames from now on, and leaves them out. */
  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  void add(Line line) {
    int last = lines.size() - 1;
    if (last >= 0 && omitted == 0 && lines.get(last).continues(line)) {
      lines.set(last, lines.get(last).andOneMore());
    } else if (lines.size() < MOST_LINES && !paused) {
      lines.add(line);
    } else {
      omitted++;
    }
  }

  /**
   * Returns what was logged.
   *
   * @return in order
   */
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /**
   * Returns how many frames were left out: those after the log was full, and in a long row of round
   * trips all but those of the first one.
   *
   * @return 0 or more
   */
  public long omitted() {
    return omitted;
  }

  /** One line each. */
  @Override
  public String toString() {
    return lines.stream().map(Line::toString).collect(Collectors.joining("\n"))
        + (omitted == 0 ? "" : "\nand " + omitted + " more frames");
  }
}
