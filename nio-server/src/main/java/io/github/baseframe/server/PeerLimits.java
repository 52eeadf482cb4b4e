package io.github.baseframe.server;

import io.github.baseframe.nio.websocket.ReceiveRate;
import io.github.baseframe.server.peer.Networks;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * How much of a server one peer may take: connections at once and handshakes a second of an
 * address, messages and bytes a second of a connection. Immutable, for any thread.
 *
 * <p>The defaults are for a server on the open internet. They hold for no address of a private
 * network, as those are mostly a balancer's, whose connections are many people's ({@link
 * Builder#exempt}); nor for the proxies of {@link TrustedProxies}, whose connections count for the
 * addresses that these tell. A balancer with a public address that tells none has to be exempted,
 * or all behind it share the limits of one address.
 *
 * <p>Addresses are counted in tables of a fixed size, about 200 KiB, which no number of addresses
 * makes grow. Addresses share cells in it; one that keeps to the limits is refused only if it
 * shares each of four cells with one that exhausts them: with 100 such at once, one address in
 * three million.
 */
public final class PeerLimits {

  /** The defaults, which {@link Builder} tells. */
  public static final PeerLimits DEFAULT = builder().build();

  private final int connectionsPerAddress;
  private final int connectionsPerIpv6Prefix;
  private final int pendingHandshakes;
  private final int handshakesPerSecond;
  private final int handshakeBurst;
  private final ReceiveRate receiveRate;
  private final Duration retryAfter;
  private final Networks exempt;
  private final Predicate<SocketAddress> denied;

  private PeerLimits(Builder builder) {
    this.connectionsPerAddress = builder.connectionsPerAddress;
    this.connectionsPerIpv6Prefix = builder.connectionsPerIpv6Prefix;
    this.pendingHandshakes = builder.pendingHandshakes;
    this.handshakesPerSecond = builder.handshakesPerSecond;
    this.handshakeBurst = builder.handshakeBurst;
    this.receiveRate =
        new ReceiveRate(
            builder.messagesPerSecond,
            builder.messageBurst,
            builder.bytesPerSecond,
            builder.byteBurst);
    this.retryAfter = builder.retryAfter;
    this.exempt = builder.exempt;
    this.denied = builder.denied;
  }

  /**
   * Makes a builder with the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  int connectionsPerAddress() {
    return connectionsPerAddress;
  }

  int connectionsPerIpv6Prefix() {
    return connectionsPerIpv6Prefix;
  }

  int pendingHandshakes() {
    return pendingHandshakes;
  }

  int handshakesPerSecond() {
    return handshakesPerSecond;
  }

  int handshakeBurst() {
    return handshakeBurst;
  }

  ReceiveRate receiveRate() {
    return receiveRate;
  }

  Duration retryAfter() {
    return retryAfter;
  }

  boolean exempt(SocketAddress address) {
    return exempt.contains(address);
  }

  boolean deny(SocketAddress address) {
    return denied.test(address);
  }

  /** Settings of {@link PeerLimits}. Not thread-safe. */
  public static final class Builder {

    private static final int MAX_BURST = 1_000_000_000;

    private int connectionsPerAddress = 1_000;
    private int connectionsPerIpv6Prefix = 2_000;
    private int pendingHandshakes = 10_000;
    private int handshakesPerSecond = 100;
    private int handshakeBurst = 1_000;
    private long messagesPerSecond;
    private long messageBurst;
    private long bytesPerSecond;
    private long byteBurst;
    private Duration retryAfter = Duration.ofSeconds(10);

    private Networks exempt =
        Networks.of(
            List.of(
                "127.0.0.0/8",
                "10.0.0.0/8",
                "172.16.0.0/12",
                "192.168.0.0/16",
                "169.254.0.0/16",
                "100.64.0.0/10",
                "::1",
                "fc00::/7",
                "fe80::/10"));

    private Predicate<SocketAddress> denied = address -> false;

    private Builder() {}

    /**
     * Sets how many connections one address may have at once. Further ones are closed as soon as
     * they are accepted, or answered 429 where the address is only known from the fields of a
     * request. Default: 1,000.
     *
     * @param connections at least 1
     * @return this builder
     */
    public Builder connectionsPerAddress(int connections) {
      this.connectionsPerAddress = requireCount("connectionsPerAddress", connections);
      return this;
    }

    /**
     * Sets how many connections all addresses of version 6 that have the first 64 bits in common
     * may have at once. Default: 2,000.
     *
     * @param connections at least 1
     * @return this builder
     */
    public Builder connectionsPerIpv6Prefix(int connections) {
      this.connectionsPerIpv6Prefix = requireCount("connectionsPerIpv6Prefix", connections);
      return this;
    }

    /**
     * Sets how many connections may be in their handshakes at once, those of the PROXY protocol and
     * of TLS included; each event loop has its share of it. For one more the oldest of them is cut,
     * so that who shakes hands slowly on purpose keeps nobody out. Default: 10,000.
     *
     * @param connections at least 1
     * @return this builder
     */
    public Builder pendingHandshakes(int connections) {
      this.pendingHandshakes = requireCount("pendingHandshakes", connections);
      return this;
    }

    /**
     * Sets how many requests one address may begin, an IPv6 prefix of 64 bits being one address.
     * Further ones are answered 429 with Retry-After; with TLS they are closed before its
     * handshake, which costs more than what it is to protect. Default: 100 a second, and 1,000 in a
     * row.
     *
     * @param perSecond 1 to 1,000,000
     * @param burst how many may come at once after a while without any, at least 1
     * @return this builder
     */
    public Builder handshakesPerSecond(int perSecond, int burst) {
      this.handshakesPerSecond =
          Require.requireBetween("handshakesPerSecond", perSecond, 1, 1_000_000);
      this.handshakeBurst = Require.requireBetween("handshakeBurst", burst, 1, 1_000_000);
      return this;
    }

    /**
     * Sets how many messages and pings one connection may send. One more fails it with 1008: how
     * often it sends a message is a client's own choice, and to slow it down would only store up
     * what comes too often. Default: any number.
     *
     * @param perSecond 1 to 1,000,000,000, or 0 for any number
     * @param burst how many may come at once after a while without any, at least 1
     * @return this builder
     */
    public Builder messagesPerSecond(int perSecond, int burst) {
      this.messagesPerSecond = Require.requireBetween("messagesPerSecond", perSecond, 0, MAX_BURST);
      this.messageBurst = requireCount("messageBurst", burst);
      return this;
    }

    /**
     * Sets how many bytes one connection may send. What is beyond it is read later: TCP slows the
     * peer down, which cannot know the limit and loses nothing. No ping is sent meanwhile. Default:
     * any number.
     *
     * @param perSecond 1 or more, or 0 for any number
     * @param burst how many may come at once after a while without any, at least 1; one read may go
     *     beyond it ({@link ServerBuilder#readBufferBytes})
     * @return this builder
     */
    public Builder bytesPerSecond(long perSecond, long burst) {
      if (perSecond < 0 || burst < 1) {
        throw new IllegalArgumentException("bytesPerSecond must not be negative, its burst not 0");
      }
      this.bytesPerSecond = perSecond;
      this.byteBurst = burst;
      return this;
    }

    /**
     * Sets what a client is told in Retry-After that has too many connections. Default: 10 seconds.
     *
     * @param delay more than 0, at most 365 days; told in whole seconds
     * @return this builder
     */
    public Builder retryAfter(Duration delay) {
      this.retryAfter = Require.requireTimeout("retryAfter", delay, false);
      return this;
    }

    /**
     * Sets for whom the limits by address do not hold: those of connections and of handshakes a
     * second. Whoever has no address, by a Unix domain socket, is exempt in any case. Default: the
     * loopback, private (RFC 1918, RFC 4193), shared (RFC 6598) and link-local networks.
     *
     * @param networks such as {@code "192.0.2.0/24"} or {@code "2001:db8::/32"}, instead of the
     *     default
     * @return this builder
     * @throws IllegalArgumentException if one is no network
     */
    public Builder exempt(String... networks) {
      this.exempt = Networks.of(List.of(networks));
      return this;
    }

    /**
     * Sets whom the server does not want. It is asked as soon as a connection is accepted, which is
     * then closed, and again about the address that a proxy tells: then it is closed, or answered
     * 403 where it is told by the fields of a request. Default: nobody.
     *
     * @param hook true for who is denied; called by the threads of the event loops, must not block;
     *     what it throws denies
     * @return this builder
     */
    public Builder deny(Predicate<SocketAddress> hook) {
      this.denied = hook;
      return this;
    }

    private static int requireCount(String name, int value) {
      return Require.requireBetween(name, value, 1, MAX_BURST);
    }

    /**
     * Makes the settings.
     *
     * @return the settings
     */
    public PeerLimits build() {
      return new PeerLimits(this);
    }
  }
}
