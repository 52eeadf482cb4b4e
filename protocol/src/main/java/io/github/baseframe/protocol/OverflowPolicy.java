package io.github.baseframe.protocol;

/** What happens to a message for which the send queue has no room. */
public enum OverflowPolicy {
  /** The message is not sent, {@link SendStatus#DROPPED} says so, the connection goes on. */
  DROP_MESSAGE,
  /** The slow peer loses its connection with 1008; what waited for it is given up. */
  CLOSE_CONNECTION
}
