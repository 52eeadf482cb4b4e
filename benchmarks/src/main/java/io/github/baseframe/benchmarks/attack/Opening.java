package io.github.baseframe.benchmarks.attack;

import io.github.baseframe.benchmarks.load.Handshake;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** What an attacker does before its attack. */
enum Opening {
  TCP,
  ECHO,
  COMPRESSED_ECHO,
  BROADCAST;

  /** Makes the opening handshake; empty if there is none. */
  ByteBuffer request(InetSocketAddress server) {
    return switch (this) {
      case TCP -> ByteBuffer.allocate(0);
      case ECHO -> webSocket(server, "/echo", null);
      case COMPRESSED_ECHO -> webSocket(server, "/echo", "permessage-deflate");
      case BROADCAST -> webSocket(server, "/broadcast", null);
    };
  }

  private static ByteBuffer webSocket(InetSocketAddress server, String path, String extension) {
    return Bytes.direct(Handshake.request(server, path, extension));
  }
}
