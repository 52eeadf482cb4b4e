package io.github.baseframe.server.peer;

import io.github.baseframe.protocol.handshake.HandshakeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one proxy tells in Forwarded: {@code for=192.0.2.7;proto=https;host=a.example}, values being
 * tokens or quoted strings (RFC 7239 section 4).
 *
 * @param node whom the proxy was called by
 * @param scheme how
 * @param host what for
 */
record ForwardedElement(Optional<String> node, Optional<String> scheme, Optional<String> host) {

  /**
   * Reads all elements.
   *
   * @param lines the values of the fields
   * @return the elements in order
   * @throws HandshakeException 400 if they do not keep to the grammar
   */
  static List<ForwardedElement> parse(List<String> lines) throws HandshakeException {
    List<ForwardedElement> elements = new ArrayList<>();
    for (String line : lines) {
      new Reader(line).readAll(elements);
    }
    return elements;
  }

  private static final class Reader {
    private final String line;
    private int next;

    /** The values of this element by name: for, proto, host. */
    private final String[] values = new String[3];

    Reader(String line) {
      this.line = line;
    }

    void readAll(List<ForwardedElement> elements) throws HandshakeException {
      boolean empty = true;
      while (true) {
        skipBlanks();
        if (!atEnd() && line.charAt(next) != ',' && line.charAt(next) != ';') {
          readPair();
          empty = false;
          skipBlanks();
        }
        if (atEnd() || line.charAt(next) == ',') {
          if (!empty) {
            elements.add(take());
          }
          empty = true;
        } else if (line.charAt(next) != ';') {
          throw malformed();
        }
        if (atEnd()) {
          return;
        }
        next++;
      }
    }

    private void readPair() throws HandshakeException {
      String name = readToken().toLowerCase(Locale.ROOT);
      if (atEnd() || line.charAt(next) != '=') {
        throw malformed();
      }
      next++;
      String value = !atEnd() && line.charAt(next) == '"' ? readQuoted() : readToken();
      int index = List.of("for", "proto", "host").indexOf(name);
      if (index < 0) {
        return;
      }
      // RFC 7239 section 4: each parameter occurs once in an element.
      if (values[index] != null) {
        throw malformed();
      }
      values[index] = value;
    }

    /** Up to a delimiter; what an address may be is for who reads it. */
    private String readToken() throws HandshakeException {
      int start = next;
      while (!atEnd() && " \t,;=\"".indexOf(line.charAt(next)) < 0) {
        next++;
      }
      if (next == start) {
        throw malformed();
      }
      return line.substring(start, next);
    }

    private String readQuoted() throws HandshakeException {
      StringBuilder text = new StringBuilder();
      next++;
      while (!atEnd() && line.charAt(next) != '"') {
        if (line.charAt(next) == '\\') {
          next++;
        }
        if (!atEnd()) {
          text.append(line.charAt(next));
          next++;
        }
      }
      if (atEnd()) {
        throw malformed();
      }
      next++;
      return text.toString();
    }

    private void skipBlanks() {
      while (!atEnd() && " \t".indexOf(line.charAt(next)) >= 0) {
        next++;
      }
    }

    private boolean atEnd() {
      return next >= line.length();
    }

    private ForwardedElement take() {
      ForwardedElement element =
          new ForwardedElement(
              Optional.ofNullable(values[0]),
              Optional.ofNullable(values[1]),
              Optional.ofNullable(values[2]));
      Arrays.fill(values, null);
      return element;
    }

    private static HandshakeException malformed() {
      return HandshakeException.refusal(400, "Forwarded is malformed");
    }
  }
}
