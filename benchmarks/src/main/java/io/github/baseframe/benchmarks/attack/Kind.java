package io.github.baseframe.benchmarks.attack;

import io.github.baseframe.benchmarks.attack.Attack.Flood;
import io.github.baseframe.benchmarks.attack.Attack.Once;
import io.github.baseframe.benchmarks.attack.Attack.ResetAtAnswer;
import io.github.baseframe.benchmarks.attack.Attack.Speaker;
import io.github.baseframe.benchmarks.attack.Attack.Trickle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The kinds of attackers. */
public enum Kind {
  /** Nobody: what the machine does to the good client by itself. */
  NOBODY(Opening.TCP, () -> new Once(Bytes.nothing(), true), OptionalInt.of(0), false),
  /** Connects and says nothing. */
  SILENT(Opening.TCP, () -> new Once(Bytes.nothing(), true)),
  /** Sends its request a byte a second. */
  SLOW_HEAD(Opening.TCP, () -> new Trickle(request())),
  /** Sends as much of a request as is allowed, but not its end. */
  LARGEST_HEAD(Opening.TCP, () -> new Once(Bytes.largestHead(), true)),
  /** Has messages of 1 MiB echoed without end, and never reads. */
  SLOW_READER(Opening.ECHO, () -> new Flood(Bytes.message(Kind.MIB), false)),
  /** Announces a frame of the largest length that is taken, and sends a byte of it. */
  ANNOUNCER(Opening.ECHO, () -> new Once(Bytes.announcement(64L * Kind.MIB), true)),
  /** Begins a message by a fragment of nearly 1 MiB, and does not end it. */
  FRAGMENTS(Opening.ECHO, () -> new Once(Bytes.fragment(Kind.MIB - 1), true)),
  /** Sends pings of 125 bytes, and reads the pongs. */
  PING_FLOOD(Opening.ECHO, () -> new Flood(Bytes.pings(), true)),
  /** Sends pings of 125 bytes, and never reads. */
  PING_FLOOD_UNREAD(Opening.ECHO, () -> new Flood(Bytes.pings(), false)),
  /** Has messages of 1 byte echoed. */
  ECHO_FLOOD(Opening.ECHO, () -> new Flood(Bytes.smallMessages(), true)),
  /** Sends 1 KB that is inflated to 1 MiB, again and again. */
  BOMB_1M(Opening.COMPRESSED_ECHO, () -> new Flood(Bytes.bomb(Kind.MIB), true)),
  /** Sends 64 KB that are inflated to 64 MiB, again and again. */
  BOMB_64M(Opening.COMPRESSED_ECHO, () -> new Flood(Bytes.bomb(64 * Kind.MIB), true)),
  /** Sends compressed messages of 2 KB with 1,000 final blocks each. */
  FINAL_BLOCKS(Opening.COMPRESSED_ECHO, () -> new Flood(Bytes.finalBlocks(), true)),
  /** Asks for a WebSocket and resets the connection at the answer, again and again. */
  RESET_CHURN(Opening.TCP, () -> new ResetAtAnswer(request())),
  /** Asks for the page and never reads it. */
  PAGE_READER(Opening.TCP, () -> new Once(pageRequest(), false)),
  /** One sends messages of 64 KiB to all the others, who never read. */
  BROADCAST(Opening.BROADCAST, () -> new Speaker(Bytes.message(Kind.MIB / 16), Integer.MAX_VALUE)),
  /** Sends the first half of a TLS hello. */
  TLS_HALF_HELLO(
      Opening.TCP, () -> new Once(half(KeyUpdates.hello()), true), OptionalInt.empty(), true),
  /** Sends a TLS hello and resets the connection at the answer, again and again. */
  TLS_RESET(Opening.TCP, () -> new ResetAtAnswer(KeyUpdates.hello()), OptionalInt.empty(), true),
  /** Changes the keys of its TLS without end. */
  TLS_KEY_UPDATES(Opening.TCP, KeyUpdates::new, OptionalInt.empty(), true),
  /** One of two sends 140 messages of 1 MiB to both, and the other never reads. */
  BROADCAST_PAIR(
      Opening.BROADCAST, () -> new Speaker(Bytes.message(Kind.MIB), 140), OptionalInt.of(2), false),
  /** As FRAGMENTS, but 300 of them with 1 MiB each. */
  FRAGMENTS_300(
      Opening.ECHO, () -> new Once(Bytes.fragment(Kind.MIB), true), OptionalInt.of(300), false),
  /** 400 have one message of 1 MiB echoed, and never read. */
  READERS_400(
      Opening.ECHO, () -> new Once(Bytes.message(Kind.MIB), false), OptionalInt.of(400), false);

  private static final int MIB = 1 << 20;

  /** Makes an attack. */
  private interface Maker {
    Attack make() throws IOException;
  }

  private final Opening opening;
  private final Maker attack;
  private final OptionalInt attackers;
  private final boolean tls;

  Kind(Opening opening, Maker attack) {
    this(opening, attack, OptionalInt.empty(), false);
  }

  Kind(Opening opening, Maker attack, OptionalInt attackers, boolean tls) {
    this.opening = opening;
    this.attack = attack;
    this.attackers = attackers;
    this.tls = tls;
  }

  private static ByteBuffer request() {
    InetSocketAddress anywhere = InetSocketAddress.createUnresolved("localhost", 80);
    return Opening.ECHO.request(anywhere);
  }

  private static ByteBuffer pageRequest() {
    return Bytes.ascii("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  private static ByteBuffer half(ByteBuffer bytes) {
    return bytes.slice(0, bytes.remaining() / 2);
  }

  Opening opening() {
    return opening;
  }

  /** Makes what attackers of this kind do, for as many as there will be. */
  Attack attack() throws IOException {
    return attack.make();
  }

  /** How many there are, if that is part of the attack; otherwise as many as are wanted. */
  int attackers(int wanted) {
    return attackers.orElse(wanted);
  }

  /** Whether the server speaks TLS. */
  boolean tls() {
    return tls;
  }

  /**
   * Finds a kind.
   *
   * @param name such as {@code slow-reader}
   * @return the kind
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Kind named(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no kind "
                        + name
                        + "; there are "
                        + Arrays.stream(values())
                            .map(Kind::toString)
                            .collect(Collectors.joining(", "))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
