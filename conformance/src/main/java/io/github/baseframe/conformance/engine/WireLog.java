package io.github.baseframe.conformance.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.baseframe.conformance.cases.Frame;
import io.github.baseframe.conformance.cases.Payload;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was on the wire in a case, in both directions: the heads of the opening handshake, then the
 * frames. Equal frames in a row are one line, and there is an end to everything: a flood does not
 * fill the memory. The frames are for one thread while they are written; the heads are for any, as
 * the refusal of a request is still to be sent when its verdict is there already.
 */
public final class WireLog {

  /** How much of a payload is kept, in octets. */
  static final int SHOWN_OCTETS = 64;

  /** How much of a head is kept, in octets. */
  static final int SHOWN_HEAD_OCTETS = 2048;

  private static final int MAX_LINES = 4096;

  private final List<Head> heads = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private long omitted;
  private boolean paused;

  /** Starts empty. */
  public WireLog() {}

  /**
   * What one side sent in the opening handshake: a head, or what came instead of one, and what left
   * together with it.
   *
   * @param sent whether the tester sent it; else the subject did
   * @param octets the first ones, as many as are shown
   * @param length how many octets there were
   */
  public record Head(boolean sent, Payload octets, long length) {

    private Head and(byte[] more, int from, int to) {
      ByteArrayOutputStream shown = new ByteArrayOutputStream();
      shown.writeBytes(octets.toBytes());
      shown.write(more, from, Math.min(to - from, SHOWN_HEAD_OCTETS - octets.length()));
      return new Head(sent, Payload.of(shown.toByteArray()), length + to - from);
    }

    /**
     * Makes it readable: a line for each line, which shows its end; what is not printable ASCII is
     * escaped, such as {@code \\x80}.
     *
     * @return the lines
     */
    public List<String> lines() {
      StringBuilder text = new StringBuilder();
      for (char c : new String(octets.toBytes(), ISO_8859_1).toCharArray()) {
        switch (c) {
          case '\r' -> text.append("\\r");
          case '\n' -> text.append("\\n\n");
          case '\t' -> text.append("\\t");
          case '\\' -> text.append("\\\\");
          default -> text.append(c >= ' ' && c <= '~' ? "" + c : String.format("\\x%02x", (int) c));
        }
      }
      return text.append(octets.length() < length ? "..." : "").toString().lines().toList();
    }

    private Stream<String> logged() {
      String title = String.format("%-8s  %d octets of the opening handshake:", who(sent), length);
      return Stream.concat(Stream.of(title), lines().stream().map(line -> "    " + line));
    }
  }

  /**
   * One frame, or several in a row that differ in nothing but the masking key.
   *
   * @param at when the first one was sent or received, from the start of the case
   * @param sent whether the tester sent it; else the subject did
   * @param header as it was on the wire (RFC 6455 section 5.2), with the masking key of the first
   * @param payload its first octets, unmasked
   * @param count how many
   */
  public record Line(Duration at, boolean sent, Payload header, Payload payload, long count) {

    private boolean continues(Line other) {
      return sent == other.sent
          && withoutKey().equals(other.withoutKey())
          && payload.equals(other.payload);
    }

    private Payload withoutKey() {
      return header.slice(0, header.length() - (masked() ? MaskingKey.OCTETS : 0));
    }

    private Line andOneMore() {
      return new Line(at, sent, header, payload, count + 1);
    }

    /**
     * Whether the payload was masked.
     *
     * @return what the header says
     */
    public boolean masked() {
      return header.toBytes()[1] < 0;
    }

    /**
     * The length of the payload.
     *
     * @return what the header says, in octets, unsigned
     */
    public long length() {
      byte[] octets = withoutKey().toBytes();
      if (octets.length == 2) {
        return octets[1] & 0x7F;
      }
      long length = 0;
      for (int i = 2; i < octets.length; i++) {
        length = length << Byte.SIZE | octets[i] & 0xFF;
      }
      return length;
    }

    /**
     * Whether there is more payload than is kept, or the header was all that came.
     *
     * @return whether the octets end before the frame does
     */
    public boolean isCut() {
      return length() != payload.length();
    }

    /**
     * The octets of the frame as they were on the wire.
     *
     * @return header and masked payload, as far as it is kept
     */
    public byte[] octets() {
      byte[] key = header.slice(withoutKey().length(), header.length()).toBytes();
      byte[] wire = Arrays.copyOf(header.toBytes(), header.length() + payload.length());
      System.arraycopy(payload.toBytes(), 0, wire, header.length(), payload.length());
      if (masked()) {
        MaskingKey.apply(wire, header.length(), wire.length, key, 0);
      }
      return wire;
    }

    /** Such as {@code 0.002 s sent TEXT FIN masked, 5 octets: "Hello"}. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      text.append(String.format("%.3f s  %-8s  ", at.toNanos() / 1e9, who(sent)));
      text.append(count > 1 ? count + " x " : "").append(name());
      text.append(", ").append(Long.toUnsignedString(length())).append(" octets");
      return (length() == 0 ? text : text.append(": ").append(payload)).toString();
    }

    /**
     * Names the frame.
     *
     * @return such as {@code TEXT FIN RSV1 masked}
     */
    public String name() {
      Frame frame = new Frame(header.toBytes()[0] & 0xFF, Payload.EMPTY);
      return opcode(frame)
          + bit(frame, Frame.FIN, " FIN")
          + bit(frame, Frame.RSV1, " RSV1")
          + bit(frame, Frame.RSV2, " RSV2")
          + bit(frame, Frame.RSV3, " RSV3")
          + (masked() ? " masked" : "");
    }

    private static String opcode(Frame frame) {
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

    private static String bit(Frame frame, int bit, String name) {
      return (frame.firstByte() & bit) == 0 ? "" : name;
    }
  }

  private static String who(boolean sent) {
    return sent ? "sent" : "received";
  }

  /** Counts frames from now on, and leaves them out. */
  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  /**
   * Adds octets of the opening handshake.
   *
   * @param sent whether the tester sent them; else the subject did
   * @param octets an array with them
   * @param from the first one
   * @param to behind the last one
   */
  public synchronized void addHead(boolean sent, byte[] octets, int from, int to) {
    int last = heads.size() - 1;
    if (last >= 0 && heads.get(last).sent() == sent) {
      heads.set(last, heads.get(last).and(octets, from, to));
    } else if (to > from) {
      heads.add(new Head(sent, Payload.EMPTY, 0).and(octets, from, to));
    }
  }

  void add(Line line) {
    int last = lines.size() - 1;
    if (last >= 0 && omitted == 0 && lines.get(last).continues(line)) {
      lines.set(last, lines.get(last).andOneMore());
    } else if (lines.size() < MAX_LINES && !paused) {
      lines.add(line);
    } else {
      omitted++;
    }
  }

  /**
   * Returns the opening handshake.
   *
   * @return in order
   */
  public synchronized List<Head> heads() {
    return List.copyOf(heads);
  }

  /**
   * Returns the frames.
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

  /** One line for each line of a head, and for each frame. */
  @Override
  public String toString() {
    return Stream.of(
            heads().stream().flatMap(Head::logged),
            lines.stream().map(Line::toString),
            omitted == 0 ? Stream.<String>of() : Stream.of("and " + omitted + " more frames"))
        .flatMap(each -> each)
        .collect(Collectors.joining("\n"));
  }
}
