package io.github.baseframe.nio.transport;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Makes the transports of one event loop. */
@FunctionalInterface
public interface TransportFactory {

  /**
   * Makes a transport.
   *
   * @param channel connected and not blocking
   * @param key its registration with the selector of the event loop
   * @return a new transport
   * @throws IOException if the channel is closed already
   */
  Transport create(SocketChannel channel, SelectionKey key) throws IOException;
}
