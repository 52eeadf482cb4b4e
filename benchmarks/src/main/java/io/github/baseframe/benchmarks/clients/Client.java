package io.github.baseframe.benchmarks.clients;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The client libraries by the names that they have on the command line. */
public enum Client {
  /** Frames made by hand on one selector: the least that a client can cost. */
  BARE_NIO(BareNioLibrary::new),
  /** Baseframe with its defaults. */
  BASEFRAME(BaseframeLibrary::withDefaults),
  /** Baseframe with handlers on its event loop, in builds that have one. */
  BASEFRAME_LOOP(BaseframeLibrary::withHandlersOnLoop) {
    @Override
    boolean isOffered() {
      return BaseframeLibrary.hasLoop();
    }
  },
  /** The WebSocket of {@code java.net.http}: the measure of all others. */
  JDK(JdkLibrary::new),
  /** OkHttp. */
  OKHTTP(OkHttpLibrary::new),
  /** Java-WebSocket. */
  JAVA_WEBSOCKET(JavaWebSocketLibrary::new),
  /** Netty on the selectors of the JDK. */
  NETTY_NIO(NettyLibrary::new),
  /** nv-websocket-client. */
  NV_WEBSOCKET_CLIENT(NvLibrary::new);

  private final Supplier<ClientLibrary> library;

  Client(Supplier<ClientLibrary> library) {
    this.library = library;
  }

  /**
   * Finds a client.
   *
   * @param name its name on the command line
   * @return the client
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Client named(String name) {
    return offered().stream()
        .filter(client -> client.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no client " + name + "; there are " + names()));
  }

  /**
   * Returns those that there are.
   *
   * @return all, in the order of the report, save for what this build of Baseframe does not have
   */
  public static List<Client> offered() {
    return Arrays.stream(values()).filter(Client::isOffered).toList();
  }

  private static String names() {
    return offered().stream().map(Client::toString).collect(Collectors.joining(", "));
  }

  boolean isOffered() {
    return true;
  }

  /** Makes the library ready; loads nothing of the others. */
  ClientLibrary library() {
    return library.get();
  }

  /** Returns the name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
