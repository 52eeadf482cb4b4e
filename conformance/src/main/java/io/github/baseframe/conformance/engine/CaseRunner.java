package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.cases.Event;
import io.github.baseframe.conformance.cases.Frame;
import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Plays one case over one open connection, and judges what came back. */
public final class CaseRunner {

  /**
   * How many interim responses (RFC 9110 15.2) of a server are passed over before the response to a
   * request; one more is a failure.
   */
  public static final int MAX_INTERIM_RESPONSES = 8;

  private static final Event REFUSED = new Event.Refused("");
  private static final Duration TELL_TIMEOUT = Duration.ofSeconds(10);

  private final ConformanceCase conformanceCase;
  private final Recorder recorder;
  private final Tester tester;

  private CaseRunner(
      ConformanceCase conformanceCase,
      Link link,
      Role role,
      CompressionAgreement agreement,
      WireLog wireLog) {
    Compressor compressor = agreement == null ? null : new Compressor(agreement);
    this.conformanceCase = conformanceCase;
    this.recorder = new Recorder(conformanceCase.strictEvents());
    this.tester = new Tester(link, role, conformanceCase.deadline(), recorder, compressor, wireLog);
  }

  /**
   * Plays a case. Returns in bounded time, whatever the subject does: the deadline of the case, and
   * a few seconds each for the closing handshake and the end of the transport.
   *
   * @param conformanceCase the case
   * @param link an open connection; it is closed at the end
   * @param role of the tester
   * @param early what came behind the opening handshake, from position to limit
   * @param agreement on compression; null if there is none
   * @param wireLog has the opening handshake, gets the frames
   * @return the verdict; {@link Behavior#UNIMPLEMENTED} if the case lacks an agreement
   */
  public static CaseResult run(
      ConformanceCase conformanceCase,
      Link link,
      Role role,
      ByteBuffer early,
      CompressionAgreement agreement,
      WireLog wireLog) {
    CaseRunner runner = new CaseRunner(conformanceCase, link, role, agreement, wireLog);
    boolean lacksAgreement = agreement == null && !conformanceCase.compression().isEmpty();
    return lacksAgreement ? runner.giveUp(early) : runner.run(early);
  }

  /**
   * Plays a case for servers that is about the opening handshake, from its first octet on.
   *
   * @param conformanceCase the case; it has a handshake
   * @param link a connection over which nothing was sent; it is closed at the end
   * @param host what the Host of the request is to say
   * @param resource path and query of the request
   * @return the verdict
   */
  public static CaseResult runFromRequest(
      ConformanceCase conformanceCase, Link link, String host, String resource) {
    WireLog wireLog = new WireLog();
    OpeningPlayer opening = new OpeningPlayer(conformanceCase, link, wireLog);
    OpeningPlayer.Answer answer = opening.request(host, resource);
    CaseRunner runner = new CaseRunner(conformanceCase, link, Role.CLIENT, null, wireLog);
    if (answer.event() != null) {
      runner.recorder.add(answer.event());
    }
    if (answer.event() instanceof Event.Opened) {
      return runner.run(answer.early());
    }
    link.close();
    return runner.result(
        new Observation(
            Role.CLIENT,
            runner.recorder.events(),
            answer.violation(),
            answer.event() == null,
            false,
            true,
            null));
  }

  /**
   * Plays a case for clients that is about the opening handshake, from the response on.
   *
   * @param conformanceCase the case; it has a handshake
   * @param link a connection over which a right request has come; it is closed at the end
   * @param accept the right Sec-WebSocket-Accept
   * @param early what came behind the request, from position to limit
   * @param wireLog has the request, gets the response and the frames
   * @return the verdict
   */
  public static CaseResult runFromResponse(
      ConformanceCase conformanceCase,
      Link link,
      String accept,
      ByteBuffer early,
      WireLog wireLog) {
    CaseRunner runner = new CaseRunner(conformanceCase, link, Role.SERVER, null, wireLog);
    runner.tester.sendResponse(OpeningPlayer.response(conformanceCase.handshake(), accept));
    return runner.run(early);
  }

  /**
   * Tells a peer something instead of testing it: sends text messages, then closes.
   *
   * @param link an open connection; it is closed at the end
   * @param role of the side that tells
   * @param early what came behind the opening handshake, from position to limit
   * @param messages the messages
   */
  public static void tell(Link link, Role role, ByteBuffer early, String... messages) {
    Tester speaker =
        new Tester(link, role, TELL_TIMEOUT, new Recorder(List.of()), null, new WireLog());
    speaker.receive(early);
    for (String message : messages) {
      speaker.send(Frame.text(message));
    }
    speaker.end();
  }

  private CaseResult giveUp(ByteBuffer early) {
    tester.receive(early);
    tester.end();
    return result(
        new Judge.Verdict(
            Behavior.UNIMPLEMENTED,
            CloseBehavior.INFORMATIONAL,
            "The subject did not agree on permessage-deflate."),
        tester.observation());
  }

  private CaseResult run(ByteBuffer early) {
    tester.receive(early);
    new ScriptPlayer(tester, recorder).play(conformanceCase.script());
    boolean testerCloses = conformanceCase.closing().startedByTester();
    tester.await(() -> testerCloses && recorder.isComplete());
    tester.end();
    if (mayRefuseResponse() && recorder.events().isEmpty() && tester.wasEndedBySubject()) {
      recorder.add(REFUSED);
    }
    return result(tester.observation());
  }

  private boolean mayRefuseResponse() {
    return tester.role() == Role.SERVER
        && conformanceCase.outcomes().values().stream()
            .flatMap(List::stream)
            .anyMatch(events -> events.contains(REFUSED));
  }

  private CaseResult result(Observation seen) {
    return result(Judge.judge(conformanceCase, seen), seen);
  }

  private CaseResult result(Judge.Verdict verdict, Observation seen) {
    return new CaseResult(
        conformanceCase,
        verdict.behavior(),
        verdict.closeBehavior(),
        seen.remoteCloseCode(),
        tester.elapsed(),
        verdict.explanation(),
        tester.wireLog());
  }
}
