package io.github.baseframe.server;

import io.github.baseframe.nio.loop.OncePerMinute;
import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.server.peer.ArrivalRates;
import io.github.baseframe.server.peer.ConnectionCounts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places of a server: who gets one, and how many there are, in all and for each address. One
 * for all event loops; for any thread.
 *
 * <p>A connection has its place from {@link #enter} to {@link #leave}, for the address that it is
 * held to belong to: a proxy's until that has told another.
 */
final class Places {

  private final int most;
  private final PeerLimits limits;
  private final TrustedProxies proxies;
  private final AtomicInteger taken = new AtomicInteger();
  private final ConnectionCounts counts;
  private final ArrivalRates arrivals;
  private final OncePerMinute failing = new OncePerMinute(ServerConfig.LOG);

  /**
   * Makes places that are all free.
   *
   * @param most how many connections there may be at once
   * @param limits of each address
   * @param proxies for whom none of these hold
   */
  Places(int most, PeerLimits limits, TrustedProxies proxies) {
    this.most = most;
    this.limits = limits;
    this.proxies = proxies;
    this.counts =
        new ConnectionCounts(limits.connectionsPerAddress(), limits.connectionsPerIpv6Prefix());
    this.arrivals =
        new ArrivalRates(limits.handshakesPerSecond(), limits.handshakeBurst(), System.nanoTime());
  }

  /**
   * A connection was accepted.
   *
   * @param address of the other end
   * @return empty if it has a place, else why not
   */
  Optional<LimitHit> enter(SocketAddress address) {
    if (isDenied(address)) {
      return Optional.of(LimitHit.PEER_DENIED);
    }
    if (taken.incrementAndGet() > most) {
      taken.decrementAndGet();
      return Optional.of(LimitHit.MAX_CONNECTIONS);
    }
    if (isCounted(address) && !counts.take(internet(address))) {
      taken.decrementAndGet();
      return Optional.of(LimitHit.PEER_CONNECTIONS);
    }
    return Optional.empty();
  }

  /**
   * A proxy has told for whom it speaks.
   *
   * @param from the address that the connection had its place for
   * @param to the address that it has its place for from now on, unless this throws
   * @throws HandshakeException 403 or 429 if there is none for it
   */
  void move(SocketAddress from, SocketAddress to) throws HandshakeException {
    if (isDenied(to)) {
      throw HandshakeException.refusal(403, "this address may not connect");
    }
    if (isCounted(to) && !counts.take(internet(to))) {
      throw tooMany("too many connections", limits.retryAfter().toNanos());
    }
    giveBack(from);
  }

  /** Returns which limit {@link #move} has refused by. */
  static LimitHit limitOf(HandshakeException refusal) {
    return refusal.status() == 403 ? LimitHit.PEER_DENIED : LimitHit.PEER_CONNECTIONS;
  }

  /**
   * A connection has ended.
   *
   * @param address that it had its place for
   */
  void leave(SocketAddress address) {
    taken.decrementAndGet();
    giveBack(address);
  }

  private void giveBack(SocketAddress address) {
    if (isCounted(address)) {
      counts.giveBack(internet(address));
    }
  }

  /**
   * A connection begins its handshake.
   *
   * @param address of the peer
   * @param now nanoseconds
   * @return 0, or after how many nanoseconds it may
   */
  long nanosToWait(SocketAddress address, long now) {
    return isCounted(address) ? arrivals.take(internet(address), now) : 0;
  }

  /**
   * Makes the answer to a handshake that comes too early.
   *
   * @param what is too many
   * @param waitNanos after how many nanoseconds it may come
   */
  static HandshakeException tooMany(String what, long waitNanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(waitNanos + TimeUnit.SECONDS.toNanos(1) - 1);
    return HandshakeException.refusal(
        429, what, HttpFields.of("Retry-After", Long.toString(Math.max(1, seconds))));
  }

  /** The same for an address at any time, so that what was counted is what is given back. */
  private boolean isCounted(SocketAddress address) {
    return address instanceof InetSocketAddress
        && !limits.exempt(address)
        && !proxies.areListed(address);
  }

  private boolean isDenied(SocketAddress address) {
    try {
      return limits.deny(address);
    } catch (RuntimeException e) {
      failing.warning("The hook that denies addresses failed, its address is denied", e);
      return true;
    }
  }

  private static InetAddress internet(SocketAddress address) {
    return ((InetSocketAddress) address).getAddress();
  }

  /** Returns how many connections there are, those in their opening handshake included. */
  int taken() {
    return taken.get();
  }
}
