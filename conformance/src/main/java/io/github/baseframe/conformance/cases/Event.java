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

  /** The subject, a server, answered the request of a {@link Handshake} with a valid 101. */
  record Opened() implements Event {
    @Override
    public String toString() {
      return "an opened connection";
    }
  }

  /**
   * The subject did not agree to a {@link Handshake}. A server answers with a status that says so,
   * or ends the stream; a client ends the stream without having sent a message.
   *
   * @param naming the header field that the case wants in the answer, or empty if it wants none, or
   *     if it was not there
   */
  record Refused(String naming) implements Event {
    @Override
    public String toString() {
      return naming.isEmpty() ? "a refused handshake" : "a refused handshake with " + naming;
    }
  }

  /**
   * The subject sent messages back as they came.
   *
   * @param count how many
   */
  record Echoes(int count) implements Event {
    @Override
    public String toString() {
      return count + " echoes";
    }
  }

  /**
   * The subject did not send a message back as it came.
   *
   * @param number which one, from 1
   * @param sent what would have been right
   * @param received what came instead, or null if nothing did
   */
  record WrongEcho(int number, Event sent, Event received) implements Event {
    @Override
    public String toString() {
      return (received == null ? "nothing" : received) + " for message " + number + ", " + sent;
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
