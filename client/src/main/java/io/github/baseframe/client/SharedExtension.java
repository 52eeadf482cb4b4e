package io.github.baseframe.client;

import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import java.util.function.Supplier;

/**
 * The negotiator that all connections of a client share. It is there while there are connections:
 * made for the first, closed after the last, so that a client need not be closed.
 */
final class SharedExtension {
  private final Supplier<ExtensionNegotiator> negotiators;
  private ExtensionNegotiator current;
  private int users;

  /** Makes it of what makes negotiators, or null for no extension. */
  SharedExtension(Supplier<ExtensionNegotiator> negotiators) {
    this.negotiators = negotiators;
  }

  /** Lends the negotiator to one more connection, to be given back once; null for no extension. */
  synchronized ExtensionNegotiator acquire() {
    if (users == 0) {
      current = negotiators.get();
    }
    users++;
    return current;
  }

  /** A connection has ended. */
  synchronized void release() {
    users--;
    if (users == 0 && current != null) {
      current.close();
      current = null;
    }
  }
}
