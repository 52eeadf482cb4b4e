package io.github.baseframe.server.program;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * As much of JSON (RFC 8259) as the chat needs: objects whose members are all strings are read, and
 * strings are written. For one text and one thread.
 */
final class Json {

  /** The text is not an object of strings. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message, null, false, false);
    }
  }

  private final String text;
  private int position;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads an object.
   *
   * @param text what was received
   * @return its members; of two with the same name the last one
   * @throws MalformedException if it is anything but an object of strings, or a string holds half a
   *     surrogate pair, which UTF-8 cannot carry
   */
  static Map<String, String> parseObject(String text) throws MalformedException {
    Json json = new Json(text);
    Map<String, String> members = json.object();
    json.skipWhitespace();
    if (json.position < text.length()) {
      throw new MalformedException("there is something behind the object");
    }
    return members;
  }

  private Map<String, String> object() throws MalformedException {
    Map<String, String> members = new LinkedHashMap<>();
    expect('{');
    if (!accept('}')) {
      do {
        String name = string();
        expect(':');
        members.put(name, string());
      } while (accept(','));
      expect('}');
    }
    return members;
  }

  private String string() throws MalformedException {
    expect('"');
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw new MalformedException("a control character in a string");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    requireWholePairs(string);
    return string.toString();
  }

  private char escaped() throws MalformedException {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw new MalformedException("an unknown escape in a string");
    };
  }

  private char hex() throws MalformedException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw new MalformedException("an escape needs four hexadecimal digits");
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  private static void requireWholePairs(CharSequence string) throws MalformedException {
    if (string
        .codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw new MalformedException("half a surrogate pair in a string");
    }
  }

  private void expect(char wanted) throws MalformedException {
    if (!accept(wanted)) {
      throw new MalformedException("an object of strings is expected: no " + wanted + " found");
    }
  }

  private boolean accept(char wanted) {
    skipWhitespace();
    boolean found = position < text.length() && text.charAt(position) == wanted;
    position += found ? 1 : 0;
    return found;
  }

  private char next() throws MalformedException {
    if (position == text.length()) {
      throw new MalformedException("the text ends within a string");
    }
    return text.charAt(position++);
  }

  private void skipWhitespace() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  /**
   * Writes an object.
   *
   * @param namesAndValues name, value, name, value and so on
   * @return the object
   */
  static String object(String... namesAndValues) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.append(i == 0 ? "" : ",").append(quote(namesAndValues[i])).append(':');
      json.append(quote(namesAndValues[i + 1]));
    }
    return json.append('}').toString();
  }

  /**
   * Writes a string.
   *
   * @param string any text
   * @return the same in quotes, with what JSON does not allow in there escaped
   */
  static String quote(String string) {
    StringBuilder json = new StringBuilder(string.length() + 2).append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
