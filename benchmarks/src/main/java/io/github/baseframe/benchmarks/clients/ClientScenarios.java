package io.github.baseframe.benchmarks.clients;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import java.util.List;

/**
 * What clients do; after the size of a message stands, where it matters, connections x in flight.
 */
public final class ClientScenarios {

  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  /** All that there are, in the order of the report. */
  public static final List<Scenario> ALL =
      List.of(
          Scenario.echo("64b-1x1", "64 B, 1 connection, 1 in flight", false, 64, 1, 1),
          Scenario.echo("64b-1x64", "64 B, 1 connection, 64 in flight", false, 64, 1, 64),
          Scenario.echo("64b-100x1", "64 B, 100 connections, 1 in flight", false, 64, 100, 1),
          Scenario.echo(
              "1k-binary", "1 KiB binary, 10 connections, 16 in flight", false, KIB, 10, 16),
          Scenario.echo("1k-text", "1 KiB text, 10 connections, 16 in flight", true, KIB, 10, 16),
          Scenario.echo("64k", "64 KiB, 16 connections, 2 in flight", false, 64 * KIB, 16, 2),
          Scenario.echo("1m", "1 MiB, 4 connections, 1 in flight", false, MIB, 4, 1),
          new Scenario(
              "connect",
              "connect, handshake, one 64 B echo, close; 4 at a time",
              Shape.CONNECT,
              false,
              64,
              4,
              4,
              1,
              0),
          new Scenario("idle", "1,000 idle connections", Shape.IDLE, false, 64, 1000, 1000, 1, 0));

  private ClientScenarios() {}

  /**
   * Finds a scenario.
   *
   * @param name its name on the command line
   * @return the scenario
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Scenario named(String name) {
    return Scenario.named(name, ALL);
  }
}
