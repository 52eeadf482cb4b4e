package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.Event;
import io.github.baseframe.conformance.cases.Frame;
import io.github.baseframe.conformance.cases.Payload;
import io.github.baseframe.conformance.cases.Step;
import java.util.List;

/** Has the tester do what the script of a case says. */
final class ScriptPlayer implements Step.Player {

  private final Tester tester;
  private final Recorder recorder;

  ScriptPlayer(Tester tester, Recorder recorder) {
    this.tester = tester;
    this.recorder = recorder;
  }

  /** Plays a script to its end, or as far as the subject lets it. */
  void play(List<Step> script) {
    for (Step step : script) {
      if (tester.isFinished()) {
        return;
      }
      step.play(this);
    }
  }

  @Override
  public void play(Step.Send send) {
    tester.send(send.frame(), send.coding());
  }

  @Override
  public void play(Step.SendRepeated repeated) {
    for (int i = 0; i < repeated.count() && !tester.isFinished(); i++) {
      tester.send(repeated.frame());
    }
  }

  @Override
  public void play(Step.SendFragmented send) {
    sendFragmented(send.message(), send.octets());
  }

  private void sendFragmented(Frame message, int octets) {
    Payload payload = message.payload();
    Frame next = message;
    int sent = 0;
    while (payload.length() > octets && payload.length() - sent >= octets && !tester.isFinished()) {
      Payload part = payload.slice(sent, sent + octets);
      tester.send(new Frame(next.firstByte(), part).unfinished());
      next = Frame.continuation(Payload.EMPTY);
      sent += octets;
    }
    if (!tester.isFinished()) {
      tester.send(new Frame(next.firstByte(), payload.slice(sent, payload.length())));
    }
  }

  @Override
  public void play(Step.SendStream stream) {
    tester.sendStream(stream.frames(), stream.cut());
  }

  @Override
  public void play(Step.BeginFrame begin) {
    tester.beginFrame(begin.firstByte(), begin.length());
  }

  @Override
  public void play(Step.ContinueFrame more) {
    tester.continueFrame(more.octets());
  }

  @Override
  public void play(Step.Flush flush) {
    tester.flush();
  }

  @Override
  public void play(Step.EndOutput end) {
    tester.endOutput();
  }

  @Override
  public void play(Step.StartClosing start) {
    tester.startClosing(start.body());
  }

  @Override
  public void play(Step.Pause pause) {
    tester.pause(pause.time());
  }

  @Override
  public void play(Step.NoteStillOpen note) {
    if (tester.isOpen()) {
      recorder.add(new Event.StillOpen(note.name()));
    }
  }

  @Override
  public void play(Step.RoundTrips trips) {
    for (int i = 1; i <= trips.count() && recorder.events().size() == i - 1; i++) {
      int awaited = i;
      tester.send(trips.message());
      tester.await(() -> recorder.events().size() >= awaited);
    }
  }

  @Override
  public void play(Step.CompressedRoundTrips trips) {
    recorder.add(resultOf(trips));
    tester.wireLog().resume();
  }

  /** Compares each echo at once: all of them together would take a lot of memory. */
  private Event resultOf(Step.CompressedRoundTrips trips) {
    for (int i = 0; i < trips.count(); i++) {
      Frame message = trips.sample().message(i, trips.octets());
      sendCompressed(message, trips.fragmentOctets());
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

  private void sendCompressed(Frame message, int fragmentOctets) {
    Frame frame = tester.compress(message);
    if (fragmentOctets == 0) {
      tester.send(frame);
    } else {
      sendFragmented(frame, fragmentOctets);
    }
  }
}
