package io.github.baseframe.server;

import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.server.peer.Forwarded;
import io.github.baseframe.server.peer.Networks;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Which proxies are believed when they tell for whom they speak, and in which way they tell it.
 * What a proxy that is believed tells becomes the peer's address: for the application, for limits,
 * and for the check of the origin. Immutable, for any thread.
 *
 * <p>Networks are addresses, or addresses with the length of a prefix behind them, such as {@code
 * "10.0.0.0/8"} or {@code "2001:db8::/32"}; {@code "unix"} stands for all who come by a Unix domain
 * socket. List only what nobody but the proxies can connect from, and only the way that these use:
 * the others reach the server as clients have sent them.
 */
public final class TrustedProxies {

  /** Nobody is believed: the peer is the other end of the connection. */
  public static final TrustedProxies NONE = builder().build();

  private final Networks proxyProtocol;
  private final Networks forwarded;
  private final Networks xForwarded;
  private final Duration proxyHeaderTimeout;

  private TrustedProxies(Builder builder) {
    this.proxyProtocol = builder.proxyProtocol;
    this.forwarded = builder.forwarded;
    this.xForwarded = builder.xForwarded;
    this.proxyHeaderTimeout = builder.proxyHeaderTimeout;
  }

  /**
   * Makes a builder that believes nobody.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Says whether a connection from there begins with a header of the PROXY protocol. */
  boolean speakProxyProtocol(SocketAddress from) {
    return proxyProtocol.contains(from);
  }

  /** Says whether whoever comes from there may speak for others. */
  boolean areListed(SocketAddress from) {
    return proxyProtocol.contains(from) || forwarded.contains(from) || xForwarded.contains(from);
  }

  /** Reads what the fields of a request tell that came from there. */
  Forwarded forwarded(HttpFields fields, SocketAddress from) throws HandshakeException {
    if (forwarded.contains(from)) {
      return Forwarded.standard(fields, from, forwarded::contains);
    }
    return xForwarded.contains(from)
        ? Forwarded.common(fields, from, xForwarded::contains)
        : Forwarded.nothing(from);
  }

  long proxyHeaderNanos() {
    return proxyHeaderTimeout.toNanos();
  }

  /** Settings of {@link TrustedProxies}. Not thread-safe. */
  public static final class Builder {

    private Networks proxyProtocol = Networks.NONE;
    private Networks forwarded = Networks.NONE;
    private Networks xForwarded = Networks.NONE;
    private Duration proxyHeaderTimeout = Duration.ofSeconds(3);

    private Builder() {}

    /**
     * Sets who begins each connection with a header of the PROXY protocol, version 1 or 2, ahead of
     * TLS. Who is listed and sends none is cut; from all others such a header is not understood.
     * Default: nobody.
     *
     * @param networks of the proxies
     * @return this builder
     * @throws IllegalArgumentException if one is no network
     */
    public Builder proxyProtocolFrom(String... networks) {
      this.proxyProtocol = Networks.of(List.of(networks));
      return this;
    }

    /**
     * Sets whose Forwarded (RFC 7239) is believed: the peer is the rightmost address that is not
     * among these networks. The host and scheme that are told with it are what the origin of a page
     * is compared with ({@link io.github.baseframe.protocol.handshake.OriginPolicy#sameOrigin}).
     * Where it cannot be read the request is answered 400. Default: nobody.
     *
     * @param networks of the proxies
     * @return this builder
     * @throws IllegalArgumentException if one is no network
     */
    public Builder forwardedFrom(String... networks) {
      this.forwarded = Networks.of(List.of(networks));
      return this;
    }

    /**
     * Sets whose X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host are believed, in the same
     * way; of the latter two the rightmost element counts. Such a proxy has to set all three, or to
     * remove those that it does not set. Default: nobody.
     *
     * @param networks of the proxies
     * @return this builder
     * @throws IllegalArgumentException if one is no network
     */
    public Builder xForwardedFrom(String... networks) {
      this.xForwarded = Networks.of(List.of(networks));
      return this;
    }

    /**
     * Sets how long the header of the PROXY protocol may take to come, counted from the acceptance
     * of the connection; the handshake's own time begins behind it. Default: 3 seconds.
     *
     * @param timeout more than 0, at most 365 days
     * @return this builder
     */
    public Builder proxyHeaderTimeout(Duration timeout) {
      this.proxyHeaderTimeout = Require.requireTimeout("proxyHeaderTimeout", timeout, false);
      return this;
    }

    /**
     * Makes the settings.
     *
     * @return the settings
     */
    public TrustedProxies build() {
      return new TrustedProxies(this);
    }
  }
}
