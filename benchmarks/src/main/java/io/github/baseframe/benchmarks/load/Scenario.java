package io.github.baseframe.benchmarks.load;

import java.util.List;

/**
 * What is done to a server, or by a client.
 *
 * @param name its name on the command line
 * @param title what it is, for people
 * @param shape how messages are sent
 * @param text whether they are text, of which hardly a character is ASCII unless it is JSON, or
 *     binary
 * @param payloadBytes the size of a message
 * @param connections how many connections are open
 * @param talking how many of them send
 * @param inFlight how many messages a connection sends before it waits for an answer
 * @param rate messages a second over all connections, for {@link Shape#OPEN_LOOP}
 */
public record Scenario(
    String name,
    String title,
    Shape shape,
    boolean text,
    int payloadBytes,
    int connections,
    int talking,
    int inFlight,
    int rate) {

  /** How messages are sent. */
  public enum Shape {
    /** A new message for each that came back. */
    ECHO,
    /** The same with JSON, compressed by permessage-deflate without context takeover. */
    COMPRESSED_ECHO,
    /** The same as ECHO by TLS, save for the bare echo; for small messages. */
    SECURE_ECHO,
    /** At a fixed rate, whether answers come or not; latency counts from the time planned. */
    OPEN_LOOP,
    /** One connection sends, all receive. */
    FAN_OUT,
    /** Connect, opening handshake, one message, closing handshake, and again. */
    CONNECT,
    /** One message on each connection, then silence. */
    IDLE
  }

  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final int OPEN_LOOP_RATE = 20_000;

  /** All that there are, in the order of the report. */
  public static final List<Scenario> ALL =
      List.of(
          echo("64b-1", "64 B, 100 connections, 1 in flight", false, 64, 100, 1),
          echo("64b-16", "64 B, 100 connections, 16 in flight", false, 64, 100, 16),
          echo("1k-binary", "1 KiB binary, 100 connections, 4 in flight", false, KIB, 100, 4),
          echo("1k-text", "1 KiB text, 100 connections, 4 in flight", true, KIB, 100, 4),
          echo("64k", "64 KiB, 16 connections, 2 in flight", false, 64 * KIB, 16, 2),
          echo("1m", "1 MiB, 4 connections, 1 in flight", false, MIB, 4, 1),
          new Scenario(
              "deflate-json",
              "1 KiB JSON by permessage-deflate, 100 connections, 4 in flight",
              Shape.COMPRESSED_ECHO,
              true,
              KIB,
              100,
              100,
              4,
              0),
          new Scenario(
              "wss",
              "1 KiB binary by TLS, 100 connections, 4 in flight",
              Shape.SECURE_ECHO,
              false,
              KIB,
              100,
              100,
              4,
              0),
          new Scenario(
              "connect",
              "connect, handshake, one 64 B echo, close; 16 at a time",
              Shape.CONNECT,
              false,
              64,
              16,
              16,
              1,
              0),
          fanOut("fan-out", 1000),
          new Scenario(
              "idle", "10,000 idle connections", Shape.IDLE, false, 64, 10_000, 10_000, 1, 0),
          new Scenario(
              "one-percent",
              "64 B, 10,000 connections of which 100 talk, 1 in flight",
              Shape.ECHO,
              false,
              64,
              10_000,
              100,
              1,
              0),
          new Scenario(
              "open-loop",
              "64 B, 100 connections, 20,000 messages a second in all",
              Shape.OPEN_LOOP,
              false,
              64,
              100,
              100,
              1,
              OPEN_LOOP_RATE));

  /**
   * Finds a scenario.
   *
   * @param name its name on the command line
   * @return the scenario
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Scenario named(String name) {
    return named(name, ALL);
  }

  /**
   * Finds a scenario among some.
   *
   * @param name its name on the command line
   * @param scenarios those that there are
   * @return the scenario
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Scenario named(String name, List<Scenario> scenarios) {
    return scenarios.stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no scenario "
                        + name
                        + "; there are "
                        + String.join(", ", scenarios.stream().map(Scenario::name).toList())));
  }

  /**
   * Makes a scenario in which all connections send and wait for the answers.
   *
   * @param name its name
   * @param title what it is
   * @param text whether messages are text
   * @param payloadBytes the size of a message
   * @param connections how many
   * @param inFlight how many messages a connection sends before it waits
   * @return the scenario
   */
  public static Scenario echo(
      String name, String title, boolean text, int payloadBytes, int connections, int inFlight) {
    return new Scenario(
        name, title, Shape.ECHO, text, payloadBytes, connections, connections, inFlight, 0);
  }

  /**
   * Makes a scenario in which one connection sends messages of 64 bytes, 8 in flight, and all
   * receive.
   *
   * @param name its name
   * @param subscribers how many receive, the sender among them
   * @return the scenario
   */
  public static Scenario fanOut(String name, int subscribers) {
    String title = String.format("fan-out to %,d, 64 B, 8 in flight", subscribers);
    return new Scenario(name, title, Shape.FAN_OUT, false, 64, subscribers, 1, 8, 0);
  }
}
