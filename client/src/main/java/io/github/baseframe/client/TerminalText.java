package io.github.baseframe.client;

/** Text from a peer, made safe for a terminal, which takes control characters for commands. */
final class TerminalText {
  private TerminalText() {}

  /**
   * Writes every control character but newline and tab as its code, a backslash, u and four digits.
   */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\n' && c != '\t') {
        safe.append(String.format("\\u%04x", (int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }
}
