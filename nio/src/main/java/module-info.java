/** What drives the protocol at the server and at the client; not for applications. */
@SuppressWarnings("module") // The modules that it is for are built after it.
module io.github.baseframe.nio {
  requires transitive io.github.baseframe.protocol;

  exports io.github.baseframe.nio.connection to
      io.github.baseframe.server,
      io.github.baseframe.client;
  exports io.github.baseframe.nio.loop to
      io.github.baseframe.server,
      io.github.baseframe.client;
  exports io.github.baseframe.nio.statistics to
      io.github.baseframe.server,
      io.github.baseframe.client;
  exports io.github.baseframe.nio.transport to
      io.github.baseframe.server,
      io.github.baseframe.client;
  exports io.github.baseframe.nio.websocket to
      io.github.baseframe.server,
      io.github.baseframe.client;
}
