package io.github.baseframe.server;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Log;
import io.github.baseframe.nio.transport.TlsLoop;
import io.github.baseframe.nio.transport.TlsTransports;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.ServerHandshake;
import io.github.baseframe.server.tls.CipherSuites;
import io.github.baseframe.server.tls.Credentials;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * The TLS of a running server: what the files held when they were read last, and a thread that
 * looks whether they have changed. For any thread.
 */
final class ServerTls {

  /** Whoever comes is shown this one; those who came before keep theirs. */
  private record Current(SSLContext context, SSLParameters parameters) {}

  private final Tls settings;
  private final Log log;
  private final Credentials credentials;
  private volatile Current current;

  /** How the files were when they were read, and at the latest look; only with the lock. */
  private List<Object> readState = List.of();

  private List<Object> seenState = List.of();
  private ScheduledExecutorService watching;

  /** Makes it; {@link #load} comes next. */
  ServerTls(Tls settings, Log log) {
    this.settings = settings;
    this.log = log;
    this.credentials = settings.credentials();
  }

  /**
   * Reads the files.
   *
   * @throws IOException if they cannot be used; then everything stays as it is
   */
  synchronized void load() throws IOException {
    readState = credentials.state();
    seenState = readState;
    SSLContext context =
        settings.context().isPresent() ? settings.context().get() : credentials.load();
    SSLParameters parameters = parameters(context);
    // Here, so that a name that is not known is told by the start.
    context.createSSLEngine().setSSLParameters(parameters);
    current = new Current(context, parameters);
  }

  private SSLParameters parameters(SSLContext context) {
    SSLParameters parameters =
        new SSLParameters(
            settings.cipherSuites().orElseGet(() -> CipherSuites.of(context)),
            settings.protocols().orElseGet(CipherSuites::protocols));
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    // All of them are good, and the client knows for which it has hardware.
    parameters.setUseCipherSuitesOrder(false);
    switch (settings.clientCertificates()) {
      case WANTED -> parameters.setWantClientAuth(true);
      case REQUIRED -> parameters.setNeedClientAuth(true);
      default -> {
        // They are not asked.
      }
    }
    return parameters;
  }

  private SSLEngine newEngine() {
    Current now = current;
    SSLEngine engine = now.context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(now.parameters());
    return engine;
  }

  /** Makes what one of several loops makes its transports with. */
  TransportFactory transports(EventLoop loop, int loops) {
    HttpDate date = new HttpDate();
    return new TlsTransports(
        this::newEngine,
        () ->
            ServerHandshake.refusal(
                HandshakeException.refusal(400, "this port speaks TLS: use https or wss"),
                null,
                date.field()),
        new TlsLoop(loop, settings.terms().ofOneOf(loops)));
  }

  // ---- Renewed files

  /** Looks for changes from now on, if there are files and it is wanted. */
  synchronized void watch(ThreadFactory threads) {
    long nanos = settings.reloadInterval().toNanos();
    if (nanos > 0 && settings.context().isEmpty()) {
      watching = new ScheduledThreadPoolExecutor(1, threads);
      watching.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void look() {
    List<Object> now = credentials.state();
    // What is being written is not complete: two files that belong together least of all.
    boolean settled = now.equals(seenState);
    seenState = now;
    if (settled && !now.equals(readState)) {
      try {
        load();
      } catch (IOException | RuntimeException e) {
        log.warning("The certificates have changed, and the old ones stay", e);
      }
    }
  }

  /** Looks no more. */
  synchronized void close() {
    if (watching != null) {
      watching.shutdownNow();
    }
  }
}
