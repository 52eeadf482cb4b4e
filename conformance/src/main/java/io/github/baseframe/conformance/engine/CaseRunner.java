package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.cases.Event;
import io.github.baseframe.conformance.cases.Frame;
import io.github.baseframe.conformance.cases.Step;
import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Plays one case over one open connection, and judges what came back. */
public final class CaseRunner {

  private static final Event REFUSED = new Event.Refused("");
  private static final Duration TELL_PATIENCE = Duration.ofSeconds(10);

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
   * Plays a case. Returns in bounded time, whatever the subject does: the deadline of the case, 5
   * seconds for the closing handshake and as many for the end of the transport.
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
        new Tester(link, role, TELL_PATIENCE, new Recorder(List.of()), null, new WireLog());
    speaker.take(early);
    for (String message : messages) {
      speaker.send(Frame.text(message));
    }
    speaker.end();
  }

  private CaseResult giveUp(ByteBuffer early) {
    tester.take(early);
    tester.end();
    return result(
        new Judge.Verdict(
            Behavior.UNIMPLEMENTED,
            CloseBehavior.INFORMATIONAL,
            "The subject did not agree on permessage-deflate."),
        tester.observation());
  }

  private CaseResult run(ByteBuffer early) {
    tester.take(early);
    for (Step step : conformanceCase.script()) {
      if (tester.isOver()) {
        break;
      }
      play(step);
    }
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

  private void play(Step step) {
    if (step instanceof Step.Send send) {
      tester.send(send.frame());
    } else if (step instanceof Step.SendInPieces send) {
      tester.sendInPieces(send.frame(), send.octets());
    } else if (step instanceof Step.SendCoded send) {
      tester.send(send.frame(), send.coding());
    } else if (step instanceof Step.SendStream stream) {
      tester.sendStream(stream);
    } else if (step instanceof Step.SendRepeated repeated) {
      for (int i = 0; i < repeated.count() && !tester.isOver(); i++) {
        tester.send(repeated.frame());
      }
    } else if (step instanceof Step.EndOutput) {
      tester.endOutput();
    } else if (step instanceof Step.SendFragmented send) {
      tester.sendFragmented(send.message(), send.octets());
    } else if (step instanceof Step.BeginFrame begin) {
      tester.beginFrame(begin.firstByte(), begin.length());
    } else if (step instanceof Step.ContinueFrame more) {
      tester.continueFrame(more.octets());
    } else if (step instanceof Step.Flush) {
      tester.flush();
    } else if (step instanceof Step.StartClosing start) {
      tester.startClosing(start.body());
    } else if (step instanceof Step.Pause pause) {
      tester.pause(pause.time());
    } else if (step instanceof Step.NoteStillOpen note) {
      if (tester.isOpen()) {
        recorder.add(new Event.StillOpen(note.name()));
      }
    } else if (step instanceof Step.RoundTrips trips) {
      playRoundTrips(trips);
    } else if (step instanceof Step.CompressedRoundTrips trips) {
      recorder.add(playCompressed(trips));
      tester.wireLog().resume();
    }
  }

  private void playRoundTrips(Step.RoundTrips trips) {
    for (int i = 1; i <= trips.count() && recorder.events().size() == i - 1; i++) {
      int awaited = i;
      tester.send(trips.message());
      tester.await(() -> recorder.events().size() >= awaited);
    }
  }

  /** Compares each echo at once: all of them together would take a lot of memory. */
  private Event playCompressed(Step.CompressedRoundTrips trips) {
    for (int i = 0; i < trips.count(); i++) {
      Frame message = trips.sample().message(i, trips.octets());
      tester.sendCompressed(message, trips.fragmentOctets());
      tester.await(() -> !recorder.events().isEmpty());
      tester.wireLog().pause();
      Event sent = new Event.Message(message.opcodeBits() == Frame.TEXT, message.payload());
      Event received = recorder.removeLatest();
      if (!sent.equals(received)) {
        return new Event.WrongEcho(i + 1, sent, received);
      }
    }
    return new Event.Echoes(trips.count());
  }
}
