package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the addresses of a host to a TCP connection, and what is left if nobody waits for it. */
class DialerTest extends ScriptedTest {

  /** Connects to addresses that no name has. */
  private CompletableFuture<WebSocketSession> connect(WebSocketClient client, String... addresses)
      throws IOException {
    InetAddress[] resolved = new InetAddress[addresses.length];
    for (int i = 0; i < resolved.length; i++) {
      resolved[i] = InetAddress.getByName(addresses[i]);
    }
    ClientConfig config = client.config;
    WebSocketUri uri = WebSocketUri.parse(server.uri());
    ClientLoop.Running running = config.loop().acquire();
    ClientHandshake handshake =
        new ClientHandshake(
            uri,
            config.subprotocols(),
            config.headers(),
            config.extension().acquire(),
            new SecureRandom());
    CompletableFuture<WebSocketSession> connecting = new CompletableFuture<>();
    ScriptedServer.inThread(
        () -> {
          try {
            connecting.complete(
                new Connecting(config, running, uri, handshake, handler).await(resolved));
          } catch (Throwable e) {
            connecting.completeExceptionally(e);
          }
        });
    return connecting;
  }

  private static Throwable failureOf(CompletableFuture<?> connecting) {
    return catchThrowable(() -> ScriptedServer.get(connecting)).getCause();
  }

  private static void assumeLinux() {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"),
        "only Linux is known to have all of 127.0.0.0/8, and to ignore what a backlog cannot take");
  }

  @Test
  void whereOneAddressRefusesTheNextIsTried() throws Exception {
    assumeLinux();
    var connecting = connect(builder().build(), "127.0.0.2", "127.0.0.3", "127.0.0.1");
    server.accept().agree("");

    assertThat(ScriptedServer.get(connecting).peerAddress())
        .isEqualTo(new InetSocketAddress("127.0.0.1", server.port()));
  }

  @Test
  void everyAddressGetsItsShareOfTheTime() throws Exception {
    assumeLinux();
    List<Socket> filling = new ArrayList<>();
    try (ServerSocket full =
        new ServerSocket(server.port(), 1, InetAddress.getByName("127.0.0.2"))) {
      for (int i = 0; i < 2; i++) {
        filling.add(new Socket(full.getInetAddress(), full.getLocalPort()));
      }
      Duration timeout = Duration.ofSeconds(6);
      WebSocketClient client = builder().connectTimeout(timeout).build();
      long start = System.nanoTime();
      var connecting = connect(client, "127.0.0.2", "127.0.0.1");
      server.accept().agree("");

      assertThat(ScriptedServer.get(connecting).peerAddress())
          .isEqualTo(new InetSocketAddress("127.0.0.1", server.port()));
      assertThat(System.nanoTime() - start).isLessThan(timeout.toNanos());
    } finally {
      for (Socket socket : filling) {
        socket.close();
      }
    }
  }

  @Test
  void aFailureNamesAllAddresses() throws Exception {
    assumeLinux();

    Throwable failure = failureOf(connect(builder().build(), "127.0.0.2", "127.0.0.3"));

    assertThat(failure)
        .isInstanceOf(ConnectException.class)
        .hasMessageStartingWith("cannot connect to 127.0.0.3:" + server.port() + ": ");
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(failure.getSuppressed()[0])
        .hasMessageStartingWith("cannot connect to 127.0.0.2:" + server.port() + ": ");
    awaitEndOfLoops();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void smallWritesAreSentAtOnceUnlessSetOtherwise(boolean noDelay) throws Exception {
    ClientLoop clientLoop = builder().build().config.loop();
    var loop = clientLoop.acquire().loop();
    CompletableFuture<Boolean> option = new CompletableFuture<>();
    Dialer.Outcome outcome =
        new Dialer.Outcome() {
          @Override
          public void connected(SocketChannel channel, SelectionKey key) throws IOException {
            option.complete(channel.getOption(StandardSocketOptions.TCP_NODELAY));
            channel.close();
            loop.deregistered();
            clientLoop.release();
          }

          @Override
          public void failed(IOException failure) {
            option.completeExceptionally(failure);
          }
        };
    InetAddress[] addresses = {InetAddress.getByName("127.0.0.1")};
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);

    loop.execute(
        () ->
            new Dialer(
                    SelectorProvider.provider(),
                    loop,
                    addresses,
                    server.port(),
                    noDelay,
                    deadline,
                    outcome)
                .dial());

    assertThat(ScriptedServer.get(option)).isEqualTo(noDelay);
    awaitEndOfLoops();
  }

  /** A thread that connects, and what came of it. */
  private static final class ConnectingThread extends Thread {
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicReference<Boolean> interrupted = new AtomicReference<>();

    private final ThrowingCallable connect;

    ConnectingThread(WebSocketClient client, String uri, RecordingHandler handler) {
      this.connect = () -> client.connect(uri, handler);
    }

    @Override
    public void run() {
      failure.set(catchThrowable(connect));
      interrupted.set(isInterrupted());
    }

    void assertInterrupted() throws InterruptedException {
      join(TimeUnit.SECONDS.toMillis(ScriptedServer.DEADLINE_SECONDS));
      assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
      assertThat(interrupted.get()).isTrue();
    }
  }

  @Test
  void whoeverIsInterruptedWaitsNoMoreAndLeavesNothing() throws Exception {
    WebSocketClient patient = builder().handshakeTimeout(Duration.ofMinutes(1)).build();
    ConnectingThread thread = new ConnectingThread(patient, server.uri(), handler);
    thread.start();
    ScriptedPeer peer = server.accept();
    peer.readHead();

    thread.interrupt();

    thread.assertInterrupted();
    assertThat(peer.read()).isEqualTo(-1);
    awaitEndOfLoops();
    assertThat(handler.nextIfAny()).isNull();
  }

  @Test
  void whoeverIsInterruptedWhileAnAttemptFailsGivesEverythingBackOnce() throws Exception {
    WebSocketClient client = builder().build();
    ClientLoop clientLoop = client.config.loop();
    ClientLoop.Running running = clientLoop.acquire();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    running
        .loop()
        .execute(
            () -> {
              held.countDown();
              catchThrowable(go::await);
            });
    held.await();
    // TCP cannot reach this address, and says so at once.
    ConnectingThread thread = new ConnectingThread(client, "ws://255.255.255.255/", handler);
    thread.start();
    thread.interrupt();
    thread.assertInterrupted();

    go.countDown();

    // Were it given back twice, the loop would not see its last user go.
    CompletableFuture<Void> later = new CompletableFuture<>();
    running.loop().execute(() -> later.complete(null));
    ScriptedServer.get(later);
    clientLoop.release();
    awaitEndOfLoops();
  }

  @Test
  void allAttemptsTogetherEndAtTheConnectTimeout() throws Exception {
    assumeLinux();
    List<Socket> filling = new ArrayList<>();
    try (ServerSocket full =
        new ServerSocket(server.port(), 1, InetAddress.getByName("127.0.0.2"))) {
      for (int i = 0; i < 2; i++) {
        filling.add(new Socket(full.getInetAddress(), full.getLocalPort()));
      }
      WebSocketClient client = builder().connectTimeout(Duration.ofMillis(500)).build();
      long start = System.nanoTime();

      Throwable failure = failureOf(connect(client, "127.0.0.2", "127.0.0.2", "127.0.0.2"));

      assertThat(failure).isInstanceOf(SocketTimeoutException.class);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(500_000_000L);
      awaitEndOfLoops();
    } finally {
      for (Socket socket : filling) {
        socket.close();
      }
    }
  }
}
