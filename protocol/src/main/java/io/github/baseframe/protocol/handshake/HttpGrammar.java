package io.github.baseframe.protocol.handshake;

/**
 * The character classes of HTTP (RFC 9110 section 5) and of URIs (RFC 3986), as one table.
 *
 * <p>Characters are those of ISO-8859-1, one for each byte on the wire; anything beyond 0xFF
 * belongs to no class.
 */
final class HttpGrammar {
  private static final int TOKEN = 1;
  private static final int FIELD_VALUE = 2;
  private static final int TARGET = 4;
  private static final int REG_NAME = 8;
  private static final int PATH = 16;
  private static final int DIGIT = 32;
  private static final int HEX = 64;
  private static final int ALPHA = 128;
  private static final int BASE64 = 256;

  private static final String DIGITS = "0123456789";
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String UNRESERVED_AND_SUB_DELIMS = DIGITS + LETTERS + "-._~!$&'()*+,;=";

  private static final int[] CLASSES = new int[256];

  static {
    mark(DIGIT, DIGITS);
    mark(HEX, DIGITS + "abcdefABCDEF");
    mark(ALPHA, LETTERS);
    mark(BASE64, DIGITS + LETTERS + "+/");
    mark(TOKEN, DIGITS + LETTERS + "!#$%&'*+-.^_`|~");
    mark(REG_NAME, UNRESERVED_AND_SUB_DELIMS);
    mark(PATH, UNRESERVED_AND_SUB_DELIMS + ":@/");
    // field-vchar is VCHAR or obs-text; between two of them blanks and tabs are allowed.
    mark(FIELD_VALUE, "\t ");
    for (char c = 0x21; c <= 0x7E; c++) {
      CLASSES[c] |= FIELD_VALUE | TARGET;
    }
    for (char c = 0x80; c <= 0xFF; c++) {
      CLASSES[c] |= FIELD_VALUE;
    }
    for (char c : "\"<>#".toCharArray()) {
      CLASSES[c] &= ~TARGET;
    }
  }

  private HttpGrammar() {}

  private static void mark(int characterClass, String characters) {
    for (char c : characters.toCharArray()) {
      CLASSES[c] |= characterClass;
    }
  }

  private static boolean is(int characterClass, int c) {
    return c <= 0xFF && (CLASSES[c] & characterClass) != 0;
  }

  private static boolean consistsOf(int characterClass, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!is(characterClass, text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** DIGIT of RFC 5234. */
  static boolean isDigit(int c) {
    return is(DIGIT, c);
  }

  /** HEXDIG of RFC 5234, in both cases. */
  static boolean isHexDigit(int c) {
    return is(HEX, c);
  }

  /** base64-character of RFC 6455 section 4.3. */
  static boolean isBase64Char(int c) {
    return is(BASE64, c);
  }

  /** tchar of RFC 9110 section 5.6.2. */
  static boolean isTokenChar(int c) {
    return is(TOKEN, c);
  }

  /** token of RFC 9110 section 5.6.2: at least one tchar. */
  static boolean isToken(String text) {
    return !text.isEmpty() && consistsOf(TOKEN, text);
  }

  /** A blank or a tab, of which optional white space consists (RFC 9110 section 5.6.3). */
  static boolean isWhitespace(int c) {
    return c == ' ' || c == '\t';
  }

  /** What may stand inside a field value or a reason phrase: no control byte but the tab. */
  static boolean isFieldValueChar(int c) {
    return is(FIELD_VALUE, c);
  }

  /** Field value of RFC 9110 section 5.5, which neither begins nor ends with white space. */
  static boolean isFieldValue(String text) {
    return text.isEmpty()
        || consistsOf(FIELD_VALUE, text)
            && !isWhitespace(text.charAt(0))
            && !isWhitespace(text.charAt(text.length() - 1));
  }

  /**
   * What may stand in a request target: every visible ASCII character but those that neither RFC
   * 3986 nor the URL standard of the browsers ever leaves unescaped. Browsers do send a query such
   * as {@code ?a={1|2}} as it is.
   */
  static boolean isTarget(String text) {
    return consistsOf(TARGET, text);
  }

  /** scheme of RFC 3986 section 3.1. */
  static boolean isScheme(String text) {
    if (text.isEmpty() || !is(ALPHA, text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!is(ALPHA | DIGIT, c) && c != '+' && c != '-' && c != '.') {
        return false;
      }
    }
    return true;
  }

  /** reg-name of RFC 3986 section 3.2.2, but not the empty one. */
  static boolean isRegName(String text) {
    return !text.isEmpty() && indexOfInvalid(REG_NAME, text) < 0;
  }

  /** pchar of RFC 3986 section 3.3, or a slash, as it stands for itself. */
  static boolean isPathChar(int c) {
    return is(PATH, c);
  }

  /** Where the text stops to be a path (RFC 3986 section 3.3), or -1. */
  static int indexOfInvalidInPath(String text) {
    return indexOfInvalid(PATH, text);
  }

  /** Where the text stops to be a query (RFC 3986 section 3.4), or -1. */
  static int indexOfInvalidInQuery(String text) {
    return indexOfInvalid(PATH, text.replace('?', '/'));
  }

  private static int indexOfInvalid(int characterClass, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        if (!isPercentEncoded(text, i)) {
          return i;
        }
      } else if (!is(characterClass, text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isPercentEncoded(String text, int percent) {
    return percent + 2 < text.length()
        && isHexDigit(text.charAt(percent + 1))
        && isHexDigit(text.charAt(percent + 2));
  }
}
