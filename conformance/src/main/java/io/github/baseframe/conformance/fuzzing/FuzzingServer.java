package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CaseRunner;
import io.github.baseframe.conformance.engine.Link;
import io.github.baseframe.conformance.engine.SocketLink;
import io.github.baseframe.conformance.engine.WireLog;
import io.github.baseframe.conformance.report.Expectations;
import io.github.baseframe.conformance.report.Report;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.AcceptedHandshake;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HandshakeSettings;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpHead;
import io.github.baseframe.protocol.handshake.OriginPolicy;
import io.github.baseframe.protocol.handshake.ServerHandshake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

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
 *   <tr><td>/updateReports?agent=A<td>writes the reports
 * </table>
 *
 * <p>What is said is one text message, then Close. Cases are counted from 1; instead of {@code
 * case=N} a client may say {@code casetuple=1.1.1}. Whoever asks for no WebSocket gets a page of
 * the report. Each connection has a thread; above a limit they wait.
 */
public final class FuzzingServer implements AutoCloseable {

  private static final int MAX_CONNECTIONS = 64;
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final ServerSocketChannel listener;
  private final ControlAddresses addresses;
  private final Results results = new Results();
  private final Semaphore room = new Semaphore(MAX_CONNECTIONS);
  private final HandshakeSettings handshake =
      HandshakeSettings.DEFAULT.withOriginPolicy(OriginPolicy.any());

  private FuzzingServer(
      ServerSocketChannel listener, CaseSelection selection, UpdateListener updateListener) {
    this.listener = listener;
    this.addresses = new ControlAddresses(selection, results, updateListener);
  }

  /**
   * Starts a server that keeps its results to itself.
   *
   * @param address where to listen
   * @param cases the cases, in this order
   * @return a running server
   * @throws IOException if it cannot listen there
   */
  public static FuzzingServer start(SocketAddress address, List<ConformanceCase> cases)
      throws IOException {
    return start(address, CaseSelection.of(cases), agent -> {});
  }

  /**
   * Starts a server.
   *
   * @param address where to listen
   * @param selection the cases
   * @param updateListener writes the reports
   * @return a running server
   * @throws IOException if it cannot listen there
   */
  public static FuzzingServer start(
      SocketAddress address, CaseSelection selection, UpdateListener updateListener)
      throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      listener.bind(address);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    FuzzingServer server = new FuzzingServer(listener, selection, updateListener);
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

  /**
   * Returns what was found so far.
   *
   * @return verdicts by the names that clients give themselves
   */
  public Map<String, List<CaseResult>> results() {
    return results.all();
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
    while (listener.isOpen()) {
      room.acquireUninterruptibly();
      try {
        SocketChannel channel = listener.accept();
        startThread("fuzzing-server connection", () -> serve(channel));
      } catch (IOException e) {
        // It was closed; or there are too many open files, which passes.
        room.release();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
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

  private AcceptedHandshake accept(HttpHead request, WireLog wireLog) throws HandshakeException {
    try {
      return ServerHandshake.accept(request, handshake);
    } catch (HandshakeException e) {
      addresses.noteRefusal(request, e.getMessage(), wireLog);
      throw e;
    }
  }

  private void serve(Link link) throws IOException {
    WireLog wireLog = new WireLog();
    Opening opening = new Opening(link, wireLog);
    HttpHead request = null;
    try {
      request = opening.readRequest();
      if (!ServerHandshake.isUpgrade(request)) {
        ServerHandshake.requireValidHttp(request);
        opening.write(ReportPages.answer(request, new Report(results(), Expectations.ALL_OK)));
        return;
      }
      AcceptedHandshake accepted = accept(request, wireLog);
      Command command = addresses.find(accepted.path(), accepted.query());
      if (command.extension() != null) {
        accepted = ServerHandshake.accept(request, handshake, command.extension());
      }
      if (!command.answersTheRequest()) {
        opening.write(accepted.response().toBytes());
      }
      command.run(link, accepted.response(), opening.early(), wireLog);
    } catch (HandshakeException e) {
      opening.write(ServerHandshake.refusal(e, request, HttpFields.EMPTY));
    }
  }

  /** What an address stands for, on an open connection. */
  @FunctionalInterface
  interface Command {

    void run(Link link, HttpHead response, ByteBuffer early, WireLog wireLog);

    /** The extension that it needs, or null. */
    default ExtensionNegotiator extension() {
      return null;
    }

    /** Whether it sends a response of its own making. */
    default boolean answersTheRequest() {
      return false;
    }

    static Command say(String... messages) {
      return (link, response, early, wireLog) ->
          CaseRunner.tell(link, Role.SERVER, early, messages);
    }
  }
}
