package io.github.baseframe.benchmarks.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.OptionalLong;

/**
 * What an attack has done. Memory is in bytes, after a full collection; what the system or the
 * server does not tell is empty.
 *
 * @param kind the kind of attackers
 * @param attackers how many at a time
 * @param alive whether the server's process was there after they had left
 * @param answers whether it then answered a newcomer
 * @param exitStatus with which it ended, when it was asked to or before; empty if it had to be
 *     killed
 * @param p50Millis of the good client's messages during the attack
 * @param p99Millis of the good client's messages during the attack
 * @param maxMillis of the good client's messages during the attack
 * @param disconnects how often the good client lost its connection, or could not get one
 * @param opened how many connections the attackers had
 * @param losses how many connections, or attempts at one, they lost
 * @param heapBefore live bytes on the server's heap before
 * @param heapAfter live bytes on the server's heap afterwards
 * @param residentMost the most memory that its process had
 * @param residentAfter the memory of its process afterwards
 * @param descriptorsBefore what it had open before
 * @param descriptorsAfter what it had open afterwards
 * @param logLines how many lines it wrote
 */
public record AttackResult(
    String kind,
    int attackers,
    boolean alive,
    boolean answers,
    OptionalLong exitStatus,
    double p50Millis,
    double p99Millis,
    double maxMillis,
    long disconnects,
    long opened,
    long losses,
    OptionalLong heapBefore,
    OptionalLong heapAfter,
    OptionalLong residentMost,
    OptionalLong residentAfter,
    OptionalLong descriptorsBefore,
    OptionalLong descriptorsAfter,
    long logLines) {

  /**
   * Says whether the server has survived, and its guest has not been put out.
   *
   * @return false if it is gone or dumb, or the good client lost its connection
   */
  @JsonProperty
  public boolean survived() {
    return alive && answers && disconnects == 0;
  }
}
