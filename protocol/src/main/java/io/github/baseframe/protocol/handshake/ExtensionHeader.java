package io.github.baseframe.protocol.handshake;

import io.github.baseframe.protocol.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * The grammar of Sec-WebSocket-Extensions (RFC 6455 section 9.1):
 *
 * <pre>
 *   extension-list  = 1#extension
 *   extension       = token *( ";" extension-param )
 *   extension-param = token [ "=" (token | quoted-string) ]
 * </pre>
 *
 * <p>As in RFC 2616, on which that grammar stands, blanks and tabs may be put between any two of
 * its parts, and empty elements of a list do not count; one extension there must be. A quoted
 * string is worth what it holds after unescaping, which must be a token.
 */
public final class ExtensionHeader {
  private final String text;
  private int position;

  private ExtensionHeader(String text) {
    this.text = text;
  }

  /**
   * Reads the extensions that a head names.
   *
   * @param values the values of all its Sec-WebSocket-Extensions fields in their order
   * @return the extensions in their order, none if there is no such field
   * @throws HandshakeException a refusal with status 400 if a value is malformed
   */
  public static List<Extension> parse(List<String> values) throws HandshakeException {
    List<Extension> extensions = new ArrayList<>();
    for (String value : values) {
      new ExtensionHeader(value).readList(extensions);
    }
    if (extensions.isEmpty() && !values.isEmpty()) {
      throw malformed();
    }
    return extensions;
  }

  /**
   * Writes extensions as the value of one field.
   *
   * @param extensions at least one
   * @return the value, such as {@code foo, bar; baz=2}
   * @throws IllegalArgumentException for no extension at all, which is said by sending no field
   */
  public static String format(List<Extension> extensions) {
    if (extensions.isEmpty()) {
      throw new IllegalArgumentException("the header field needs one extension at least");
    }
    StringBuilder value = new StringBuilder();
    for (Extension extension : extensions) {
      value.append(value.length() == 0 ? "" : ", ").append(extension.name());
      for (Extension.Parameter parameter : extension.parameters()) {
        value.append("; ").append(parameter.name());
        if (parameter.value() != null) {
          value.append('=').append(parameter.value());
        }
      }
    }
    return value.toString();
  }

  private void readList(List<Extension> extensions) throws HandshakeException {
    do {
      skipWhitespace();
      if (position < text.length() && text.charAt(position) != ',') {
        extensions.add(readExtension());
      }
    } while (skip(','));
    if (position < text.length()) {
      throw malformed();
    }
  }

  private Extension readExtension() throws HandshakeException {
    String name = readToken();
    List<Extension.Parameter> parameters = new ArrayList<>();
    while (skip(';')) {
      String parameter = readToken();
      parameters.add(new Extension.Parameter(parameter, skip('=') ? readValue() : null));
    }
    return new Extension(name, parameters);
  }

  private String readToken() throws HandshakeException {
    skipWhitespace();
    int start = position;
    while (position < text.length() && HttpGrammar.isTokenChar(text.charAt(position))) {
      position++;
    }
    if (position == start) {
      throw malformed();
    }
    return text.substring(start, position);
  }

  private String readValue() throws HandshakeException {
    if (!skip('"')) {
      return readToken();
    }
    StringBuilder unescaped = new StringBuilder();
    while (!atQuote()) {
      if (position < text.length() && text.charAt(position) == '\\') {
        position++;
      }
      if (position == text.length() || !HttpGrammar.isTokenChar(text.charAt(position))) {
        throw malformed();
      }
      unescaped.append(text.charAt(position++));
    }
    position++;
    if (unescaped.length() == 0) {
      throw malformed();
    }
    return unescaped.toString();
  }

  private boolean atQuote() {
    return position < text.length() && text.charAt(position) == '"';
  }

  /** Passes over white space and then over the character, if it is there. */
  private boolean skip(char c) {
    skipWhitespace();
    if (position < text.length() && text.charAt(position) == c) {
      position++;
      return true;
    }
    return false;
  }

  private void skipWhitespace() {
    while (position < text.length() && HttpGrammar.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private static HandshakeException malformed() {
    return HandshakeException.refusal(Rule.EXTENSIONS_MALFORMED);
  }
}
