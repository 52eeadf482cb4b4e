package io.github.baseframe.conformance.cases;

/** Something that happened while a case was played, as far as it counts for the verdict. */
public sealed interface Event {

  /**
   * The subject sent a message, in whatever fragments.
   *
   * @param text whether it is text; else it is binary
   * @param payload the message
   */
  record Message(boolean text, Payload payload) implements Event {
    @Override
    public String toString() {
      return (text ? "text " : "binary ") + payload;
    }
  }

  /**
   * The subject answered a ping, by the pong to it or to a later one (RFC 6455 section 5.5.3).
   *
   * @param payload that of the ping
   */
  record Pong(Payload payload) implements Event {
    @Override
    public String toString() {
      return "pong " + payload;
    }
  }

  /**
   * The connection was still open at a moment of the script.
   *
   * @param name what the script calls the moment
   */
  record StillOpen(String name) implements Event {
    @Override
    public String toString() {
      return "still open " + name;
    }
  }
}
