package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.ConformanceCase;
import java.time.Duration;

/**
 * The verdict on a subject in one case.
 *
 * @param conformanceCase the case
 * @param behavior the verdict on what it did
 * @param closeBehavior the verdict on how the connection ended
 * @param remoteCloseCode the code of its Close frame; null if there was no frame or no code
 * @param duration from the end of the opening handshake to that of the connection
 * @param explanation why the verdict is what it is, one or two sentences
 * @param wireLog the opening handshake and the frames
 */
public record CaseResult(
    ConformanceCase conformanceCase,
    Behavior behavior,
    CloseBehavior closeBehavior,
    Integer remoteCloseCode,
    Duration duration,
    String explanation,
    WireLog wireLog) {

  /**
   * Makes the verdict on a subject that did not get as far as the case: its opening handshake
   * failed.
   *
   * @param conformanceCase the case
   * @param explanation what failed
   * @param wireLog as much of the opening handshake as there was
   * @return a failure
   */
  public static CaseResult notOpened(
      ConformanceCase conformanceCase, String explanation, WireLog wireLog) {
    return new CaseResult(
        conformanceCase,
        Behavior.FAILED,
        CloseBehavior.FAILED,
        null,
        Duration.ZERO,
        explanation,
        wireLog);
  }
}
