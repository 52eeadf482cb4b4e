package io.github.baseframe.protocol.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads one HTTP/1.x head, strictly, in pieces of any size (RFC 9112 sections 2 to 5).
 *
 * <pre>
 *   START_LINE --CR--&gt; START_LINE_LF --LF--&gt; FIELD_START --CR--&gt; END_LF --LF--&gt; DONE
 *                                            |         ^
 *                                     name   v         | LF
 *                                       FIELD_NAME   FIELD_LF
 *                                     colon  |         ^ CR
 *                                            v         |
 *                                      BEFORE_VALUE -&gt; VALUE
 * </pre>
 *
 * <p>A line ends in CR LF and nothing else. Folded lines, white space before a colon, control bytes
 * and empty names are refused; so is a second empty line ahead of a request (one is let pass, RFC
 * 9112 section 2.2). Values are decoded as ISO-8859-1, white space around them is dropped. What the
 * fields mean is not looked at here: {@link ServerHandshake} and {@link ClientHandshake} do that.
 *
 * <p>One parser reads one head and is then thrown away. It holds at most the bytes of the current
 * line and the fields that are complete, within {@link HttpLimits}. For one thread at a time.
 */
public final class HttpHeadParser {
  private enum State {
    START_LINE,
    START_LINE_LF,
    FIELD_START,
    FIELD_NAME,
    BEFORE_VALUE,
    VALUE,
    FIELD_LF,
    END_LF,
    DONE,
    FAILED
  }

  private static final int CR = '\r';
  private static final int LF = '\n';

  /** What a parser takes before it has read anything, and a string besides its text, about. */
  private static final int OWN_BYTES = 256;

  private static final int STRING_BYTES = 64;

  private final boolean readsRequest;
  private final HttpLimits limits;

  private State state = State.START_LINE;
  private int headLength;
  private boolean emptyLineSkipped;

  /** The bytes of the start line, or of the field name or value that is being read. */
  private byte[] text = new byte[128];

  private int textLength;

  private StartLine startLine;
  private String[] namesAndValues = new String[16];
  private int filled;
  private HttpHead head;

  /**
   * Makes a parser for one head.
   *
   * @param role who reads: a server reads a request, a client reads a response
   * @param limits how much is read at most
   */
  public HttpHeadParser(Role role, HttpLimits limits) {
    this.readsRequest = role == Role.SERVER;
    this.limits = limits;
  }

  /**
   * Takes bytes of the head from the buffer, and none of those that follow it.
   *
   * @param in what has arrived; its position moves past what was read, its bytes are not kept
   * @return true when the head is complete, false when all bytes were taken and more are needed
   * @throws HandshakeException if this is no head to be accepted: at a server the refusal to answer
   *     with, at a client a failure with status 0. The parser is of no use after that.
   * @throws IllegalStateException after a {@link HandshakeException}
   */
  public boolean parse(ByteBuffer in) throws HandshakeException {
    if (state == State.FAILED) {
      throw new IllegalStateException("this head was refused already");
    }
    State resumed = state;
    state = State.FAILED;
    while (resumed != State.DONE && in.hasRemaining()) {
      if (headLength == limits.maxHead()) {
        throw broken(Rule.HEAD_TOO_LARGE);
      }
      headLength++;
      resumed = next(resumed, in.get() & 0xFF);
    }
    state = resumed;
    return state == State.DONE;
  }

  /**
   * The head, once {@link #parse} has said that it is complete.
   *
   * @return the head
   * @throws IllegalStateException before that
   */
  public HttpHead head() {
    if (head == null) {
      throw new IllegalStateException("the head is not complete");
    }
    return head;
  }

  /**
   * Returns how much memory the head takes so far.
   *
   * @return bytes, about
   */
  public int heldBytes() {
    return OWN_BYTES + text.length + headLength + filled * STRING_BYTES;
  }

  /** The state after one more byte. */
  private State next(State current, int b) throws HandshakeException {
    return switch (current) {
      case START_LINE -> startLine(b);
      case START_LINE_LF -> endStartLine(b);
      case FIELD_START -> b == CR ? State.END_LF : fieldStart(b);
      case FIELD_NAME -> fieldName(b);
      case BEFORE_VALUE -> HttpGrammar.isWhitespace(b) ? State.BEFORE_VALUE : value(b);
      case VALUE -> value(b);
      case FIELD_LF -> endField(b);
      case END_LF -> endHead(b);
      case DONE, FAILED -> throw new AssertionError(current);
    };
  }

  private State startLine(int b) throws HandshakeException {
    if (b == CR) {
      return State.START_LINE_LF;
    }
    // Both start lines keep to this class; what is more narrow is checked when the line is whole.
    requireFieldValueChar(b);
    if (textLength == limits.maxStartLine()) {
      throw broken(Rule.START_LINE_TOO_LONG);
    }
    append(b);
    return State.START_LINE;
  }

  private State endStartLine(int b) throws HandshakeException {
    requireLineFeed(b);
    if (textLength == 0 && readsRequest && !emptyLineSkipped) {
      emptyLineSkipped = true;
      return State.START_LINE;
    }
    startLine =
        readsRequest
            ? StartLine.parseRequest(text, textLength)
            : StartLine.parseResponse(text, textLength);
    textLength = 0;
    return State.FIELD_START;
  }

  private State fieldStart(int b) throws HandshakeException {
    if (HttpGrammar.isWhitespace(b)) {
      throw broken(Rule.FIELD_FOLDED);
    }
    if (b == ':') {
      throw broken(Rule.FIELD_NAME_MISSING);
    }
    if (filled == 2 * limits.maxFields()) {
      throw broken(Rule.TOO_MANY_FIELDS);
    }
    return fieldName(b);
  }

  private State fieldName(int b) throws HandshakeException {
    if (b == ':') {
      addText(textLength);
      return State.BEFORE_VALUE;
    }
    if (HttpGrammar.isWhitespace(b)) {
      throw broken(Rule.FIELD_NAME_WHITESPACE);
    }
    if (!HttpGrammar.isTokenChar(b)) {
      throw broken(Rule.FIELD_NAME_NOT_TOKEN);
    }
    append(b);
    return State.FIELD_NAME;
  }

  private State value(int b) throws HandshakeException {
    if (b == CR) {
      int end = textLength;
      while (end > 0 && HttpGrammar.isWhitespace(text[end - 1])) {
        end--;
      }
      addText(end);
      return State.FIELD_LF;
    }
    requireFieldValueChar(b);
    append(b);
    return State.VALUE;
  }

  private State endField(int b) throws HandshakeException {
    requireLineFeed(b);
    return State.FIELD_START;
  }

  private State endHead(int b) throws HandshakeException {
    requireLineFeed(b);
    head = new HttpHead(startLine, new HttpFields(Arrays.copyOf(namesAndValues, filled)));
    return State.DONE;
  }

  private void requireLineFeed(int b) throws HandshakeException {
    if (b != LF) {
      throw broken(Rule.CR_WITHOUT_LF);
    }
  }

  private void requireFieldValueChar(int b) throws HandshakeException {
    if (b == LF) {
      throw broken(Rule.LF_WITHOUT_CR);
    }
    if (!HttpGrammar.isFieldValueChar(b)) {
      throw broken(Rule.CONTROL_CHARACTER);
    }
  }

  private void append(int b) {
    if (textLength == text.length) {
      text = Arrays.copyOf(text, 2 * textLength);
    }
    text[textLength++] = (byte) b;
  }

  private void addText(int end) {
    if (filled == namesAndValues.length) {
      namesAndValues = Arrays.copyOf(namesAndValues, 2 * filled);
    }
    namesAndValues[filled++] = new String(text, 0, end, ISO_8859_1);
    textLength = 0;
  }

  private HandshakeException broken(Rule rule) {
    return readsRequest ? HandshakeException.refusal(rule) : HandshakeException.failure(rule);
  }
}
