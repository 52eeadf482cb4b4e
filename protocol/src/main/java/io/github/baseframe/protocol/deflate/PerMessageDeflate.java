package io.github.baseframe.protocol.deflate;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;

/**
 * The settings of the extension permessage-deflate (RFC 7692). Immutable, for any thread.
 *
 * <p>The same settings mean the same at both sides: a server declares what it does itself and asks
 * of the client what the settings say about clients, and the other way round. The peer may always
 * ask for less.
 *
 * <p>What it costs, besides time: with context takeover a connection keeps the last 2^windowBits
 * bytes of each direction on the heap, as soon as so much was compressed; without, nothing between
 * two messages. Memory outside of the heap belongs to the {@link ExtensionNegotiator} and is lent
 * to a connection for one message at a time.
 *
 * @param level how hard to try: 1 (fastest) to 9 (smallest)
 * @param minMessageBytes messages that are smaller are sent uncompressed; 0 or more
 * @param serverContextTakeover whether messages from the server may refer back to earlier ones
 * @param clientContextTakeover whether messages from the client may
 * @param serverMaxWindowBits how far the server may refer back: 2^8 to 2^15 bytes; 8 to 15
 * @param clientMaxWindowBits the same for the client. A server can ask this only of a client that
 *     offers to be asked, as browsers do; the window of others is 2^15 bytes
 */
public record PerMessageDeflate(
    int level,
    int minMessageBytes,
    boolean serverContextTakeover,
    boolean clientContextTakeover,
    int serverMaxWindowBits,
    int clientMaxWindowBits) {

  private static final int DEFAULT_LEVEL = 2;
  private static final int DEFAULT_MIN_MESSAGE_BYTES = 512;

  /**
   * Checks the numbers.
   *
   * @param level 1 to 9
   * @param minMessageBytes 0 or more
   * @param serverContextTakeover whether the server may refer back to earlier messages
   * @param clientContextTakeover whether the client may
   * @param serverMaxWindowBits 8 to 15
   * @param clientMaxWindowBits 8 to 15
   * @throws IllegalArgumentException if a number is out of its range
   */
  public PerMessageDeflate {
    requireBetween("level", level, 1, 9);
    requireBetween("minMessageBytes", minMessageBytes, 0, Integer.MAX_VALUE);
    requireBetween("serverMaxWindowBits", serverMaxWindowBits, 8, 15);
    requireBetween("clientMaxWindowBits", clientMaxWindowBits, 8, 15);
  }

  private static void requireBetween(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ", not " + value);
    }
  }

  /**
   * The defaults: level 2, messages from 512 bytes on, full windows. A server takes no context over
   * and lets no client do so: a connection that is silent then costs nothing more than one without
   * compression, however many there are, and no message can be guessed at by how well it compresses
   * together with an earlier one. A client, which has few connections, takes context over in both
   * directions where the server lets it.
   *
   * @param role which side it is for
   * @return settings
   */
  public static PerMessageDeflate defaults(Role role) {
    boolean takeover = role == Role.CLIENT;
    return new PerMessageDeflate(
        DEFAULT_LEVEL,
        DEFAULT_MIN_MESSAGE_BYTES,
        takeover,
        takeover,
        DeflateParameters.DEFAULT_WINDOW_BITS,
        DeflateParameters.DEFAULT_WINDOW_BITS);
  }

  /**
   * The same with another level.
   *
   * @param newLevel 1 (fastest) to 9 (smallest)
   * @return new settings
   * @throws IllegalArgumentException for another number
   */
  public PerMessageDeflate withLevel(int newLevel) {
    return new PerMessageDeflate(
        newLevel,
        minMessageBytes,
        serverContextTakeover,
        clientContextTakeover,
        serverMaxWindowBits,
        clientMaxWindowBits);
  }

  /**
   * The same with another size from which on messages are compressed.
   *
   * @param bytes 0 or more
   * @return new settings
   * @throws IllegalArgumentException for a negative number
   */
  public PerMessageDeflate withMinMessageBytes(int bytes) {
    return new PerMessageDeflate(
        level,
        bytes,
        serverContextTakeover,
        clientContextTakeover,
        serverMaxWindowBits,
        clientMaxWindowBits);
  }

  /**
   * The same with another rule for references to earlier messages.
   *
   * @param server whether the server may refer back
   * @param client whether the client may
   * @return new settings
   */
  public PerMessageDeflate withContextTakeover(boolean server, boolean client) {
    return new PerMessageDeflate(
        level, minMessageBytes, server, client, serverMaxWindowBits, clientMaxWindowBits);
  }

  /**
   * The same with other windows.
   *
   * @param server 8 to 15, for 2^8 to 2^15 bytes
   * @param client 8 to 15
   * @return new settings
   * @throws IllegalArgumentException for another number
   */
  public PerMessageDeflate withMaxWindowBits(int server, int client) {
    return new PerMessageDeflate(
        level, minMessageBytes, serverContextTakeover, clientContextTakeover, server, client);
  }

  /**
   * Makes what a driver gives to the opening handshakes of its connections. It holds memory outside
   * of the heap, at most about 1 MiB between messages, and is to be closed when no connection is
   * left. It may be used by any thread; a server gives each event loop one of its own, so that they
   * do not wait for each other.
   *
   * @return a new negotiator
   */
  public ExtensionNegotiator newNegotiator() {
    return new DeflateNegotiator(this);
  }
}
