package io.github.baseframe.benchmarks.peers;

/**
 * A server that sends every message back at {@code /echo}, and to everyone connected there at
 * {@code /broadcast}: text and binary, with TCP_NODELAY, without logging, compressed only for who
 * asks.
 */
@FunctionalInterface
public interface EchoServer {

  /**
   * Starts it on an ephemeral port of the loopback address. It runs until the process ends.
   *
   * @param options what is asked of it
   * @return the port
   * @throws Exception if it cannot be started
   */
  int start(ServerOptions options) throws Exception;
}
