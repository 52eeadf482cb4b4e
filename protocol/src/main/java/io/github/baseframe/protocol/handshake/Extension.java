package io.github.baseframe.protocol.handshake;

import java.util.List;

/**
 * One extension as it is offered or accepted: its name and its parameters (RFC 6455 section 9.1).
 *
 * @param name the extension's token
 * @param parameters its parameters in their order, those of one name included
 */
public record Extension(String name, List<Parameter> parameters) {
  /**
   * Checks the name.
   *
   * @param name a token
   * @param parameters any number of them; copied
   * @throws IllegalArgumentException if it is no token
   */
  public Extension {
    requireToken(name);
    parameters = List.copyOf(parameters);
  }

  private static void requireToken(String text) {
    if (!HttpGrammar.isToken(text)) {
      throw new IllegalArgumentException("extensions and their parameters consist of tokens");
    }
  }

  /**
   * One parameter of an extension.
   *
   * @param name the parameter's token
   * @param value its value, a token too, or null when it has none
   */
  public record Parameter(String name, String value) {
    /**
     * Checks name and value.
     *
     * @param name a token
     * @param value a token or null
     * @throws IllegalArgumentException if the name or the value is no token
     */
    public Parameter {
      requireToken(name);
      if (value != null) {
        requireToken(value);
      }
    }
  }
}
