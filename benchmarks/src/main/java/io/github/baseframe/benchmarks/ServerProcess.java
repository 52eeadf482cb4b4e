package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.peers.ServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A server in a process of its own.
 *
 * @param process the process
 * @param address where it listens
 */
record ServerProcess(MeasuredProcess process, InetSocketAddress address) implements AutoCloseable {

  /** Starts a server and waits until it listens. */
  static ServerProcess start(Entrant<Peer> server, ServerOptions options, List<String> prefix)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("serve", server.kind().toString()));
    arguments.add("--largest-message=" + options.largestMessage());
    if (options.broadcast()) {
      arguments.add("--broadcast");
    }
    if (options.compression()) {
      arguments.add("--compression");
    }
    if (options.tls()) {
      arguments.add("--tls");
    }
    MeasuredProcess process =
        MeasuredProcess.start(prefix, MeasuredProcess.FIXED_HEAP, server.jars(), arguments);
    try {
      int port = Integer.parseInt(process.answer(ServeCommand.LISTENING));
      return new ServerProcess(process, new InetSocketAddress("127.0.0.1", port));
    } catch (IOException e) {
      process.close();
      throw e;
    }
  }

  /** Ends the server at once. */
  @Override
  public void close() {
    process.close();
  }
}
