package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CaseRunner;
import io.github.baseframe.conformance.engine.Link;
import io.github.baseframe.conformance.engine.SocketLink;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.AcceptedHandshake;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpHead;
import io.github.baseframe.protocol.handshake.OriginPolicy;
import io.github.baseframe.protocol.handshake.ServerHandshake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Tests clients that echo. A client asks for what it wants by the path it connects to, which are
 * those of the Autobahn test suite:
 *
 * <table>
 *   <caption>Control addresses</caption>
 *   <tr><th>path and query<th>what the server does
 *   <tr><td>/getCaseCount<td>says how many cases there are
 *   <tr><td>/getCaseInfo?case=N<td>says what a case is, as JSON
 *   <tr><td>/runCase?case=N&amp;agent=A<td>runs a case on this connection
 *   <tr><td>/getCaseStatus?case=N&amp;agent=A<td>says the verdict, as JSON
 *   <tr><td>/updateReports?agent=A<td>nothing so far
 * </table>
 *
 * <p>What is said is one text message, then Close. Cases are counted from 1. Each connection has a
 * thread; there are 64 at most, more of them wait.
 */
public final class FuzzingServer implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 64;

  private final ServerSocketChannel listener;
  private final ControlAddresses addresses;
  private final Results results = new Results();
  private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
  private final ServerHandshake handshake =
      new ServerHandshake().withOriginPolicy(OriginPolicy.any());

  private FuzzingServer(ServerSocketChannel listener, List<ConformanceCase> cases) {
    this.listener = listener;
    this.addresses = new ControlAddresses(cases, results);
  }

  /**
   * Starts a server.
   *
   * @param address where to listen
   * @param cases the cases, in this order
   * @return a running server
   * @throws IOException if it cannot listen there
   */
  public static FuzzingServer start(SocketAddress address, List<ConformanceCase> cases)
      throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      listener.bind(address);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    FuzzingServer server = new FuzzingServer(listener, cases);
    startThread("fuzzing-server", server::accept);
    return server;
  }

  /**
   * Returns the port that it listens on.
   *
   * @return 1 to 65535
   */
  public int port() {
    return ((InetSocketAddress) listener.socket().getLocalSocketAddress()).getPort();
  }

  /**
   * Returns the latest verdict on a client in a case. Waits for it as long as a case may take.
   *
   * @param agent the name that the client gives itself
   * @param conformanceCase the case
   * @return the verdict, or null if there is none
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public CaseResult result(String agent, ConformanceCase conformanceCase)
      throws InterruptedException {
    return results.await(agent, conformanceCase);
  }

  /** Accepts no more connections. Those that are open play their case to its end. */
  @Override
  public void close() throws IOException {
    listener.close();
  }

  private static void startThread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try (listener) {
      while (true) {
        room.acquireUninterruptibly();
        SocketChannel channel = listener.accept();
        startThread("fuzzing-server " + channel.getRemoteAddress(), () -> serve(channel));
      }
    } catch (IOException e) {
      // It was closed; or it is of no use any more, which clients notice by the same.
    }
  }

  private void serve(SocketChannel channel) {
    try (Link link = new SocketLink(channel)) {
      serve(link);
    } catch (IOException e) {
      // The client is gone before it asked for anything.
    } finally {
      room.release();
    }
  }

  private void serve(Link link) throws IOException {
    Opening opening = new Opening(link);
    HttpHead request = null;
    try {
      request = opening.readHead(Role.SERVER);
      AcceptedHandshake accepted = handshake.accept(request);
      Command command = addresses.find(accepted.path(), accepted.query());
      if (!command.answersTheRequest()) {
        opening.write(accepted.response().toBytes());
      }
      command.run(link, accepted.response(), opening.early());
    } catch (HandshakeException e) {
      opening.write(ServerHandshake.refusal(e, request));
    }
  }

  /** What an address stands for, on an open connection. */
  @FunctionalInterface
  interface Command {

    void run(Link link, HttpHead response, ByteBuffer early);

    /** Whether it sends a response of its own making. */
    default boolean answersTheRequest() {
      return false;
    }

    static Command say(String... messages) {
      return (link, response, early) -> CaseRunner.tell(link, Role.SERVER, early, messages);
    }
  }
}
