package io.github.baseframe.conformance.cases;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes cases so that a section reads like a table: number, words, frames, events, ending. The
 * last call, {@code testerCloses} or {@code subjectFailsWith}, makes the case.
 */
final class CaseBuilder {

  /** What most cases say, being no more than something to echo. */
  static final String HELLO = "Hello, world!";

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Enough for what was sent before to be read on its own. */
  private static final Duration CUT = Duration.ofMillis(5);

  private static final Duration PIECE = Duration.ofMillis(1);

  private final String id;
  private final List<String> sections;
  private final List<Step> script = new ArrayList<>();
  private final Map<Behavior, List<List<Event>>> outcomes = new EnumMap<>(Behavior.class);
  private final Map<Role, Rule> broken = new EnumMap<>(Role.class);
  private Set<Role> subjects = Set.of(Role.values());
  private Handshake handshake;
  private List<CompressionRequest> compression = List.of();
  private String sends;
  private String expects;
  private boolean codeDecides;
  private boolean eitherCloses;
  private boolean informational;
  private Duration deadline = DEADLINE;

  private CaseBuilder(String id, String... sections) {
    this.id = id;
    this.sections = List.of(sections);
    outcomes.put(Behavior.OK, List.of(List.of()));
  }

  static CaseBuilder newCase(String id, String... sections) {
    return new CaseBuilder(id, sections);
  }

  CaseBuilder sends(String words) {
    sends = words;
    return this;
  }

  CaseBuilder expects(String words) {
    expects = words;
    return this;
  }

  /** The rule that the tester breaks; null for none. */
  CaseBuilder breaks(Rule rule) {
    return breaks(rule, rule);
  }

  /** The same where a client breaks another rule than a server. */
  CaseBuilder breaks(Rule asClient, Rule asServer) {
    if (asClient != null) {
      broken.put(Role.SERVER, asClient);
      broken.put(Role.CLIENT, asServer);
    }
    return this;
  }

  /** Sends frames in one piece. */
  CaseBuilder frames(Frame... frames) {
    for (Frame frame : frames) {
      script.add(new Step.Send(frame));
    }
    return this;
  }

  /** Sends frames one by one. */
  CaseBuilder framesApart(Frame... frames) {
    for (Frame frame : frames) {
      script.add(new Step.Send(frame));
      script.add(new Step.Flush());
    }
    return this;
  }

  /**
   * Sends frames in pieces of this many octets. Single ones are to arrive as such; larger pieces
   * leave as fast as they can.
   */
  CaseBuilder framesInPieces(int octets, Frame... frames) {
    Step.Cut cut = new Step.Cut(octets, false, octets == 1 ? PIECE : Duration.ZERO);
    for (Frame frame : frames) {
      script.add(new Step.SendStream(List.of(frame), cut));
    }
    return this;
  }

  /** Sends frames as one stream, cut once. */
  CaseBuilder cutBehind(int octets, Frame... frames) {
    script.add(new Step.SendStream(List.of(frames), new Step.Cut(octets, true, CUT)));
    return this;
  }

  /** Sends frames as one stream in pieces of this many octets. */
  CaseBuilder streamInPieces(int octets, Frame... frames) {
    script.add(new Step.SendStream(List.of(frames), new Step.Cut(octets, false, Duration.ZERO)));
    return this;
  }

  /** Sends frames as one stream, octet by octet with time in between. */
  CaseBuilder slowly(Frame... frames) {
    script.add(new Step.SendStream(List.of(frames), new Step.Cut(1, false, CUT)));
    return this;
  }

  /** Sends a frame with a length in this many octets behind the first two. */
  CaseBuilder withLengthIn(int octets, Frame frame) {
    script.add(new Step.Send(frame, new Step.Coding(octets, Step.Mask.AS_DUE)));
    return this;
  }

  CaseBuilder masked(Step.Mask mask, Frame... frames) {
    for (Frame frame : frames) {
      script.add(new Step.Send(frame, new Step.Coding(Step.Coding.SHORTEST, mask)));
    }
    return this;
  }

  /** Sends the same frame many times. */
  CaseBuilder repeated(int count, Frame frame) {
    script.add(new Step.SendRepeated(frame, count));
    return this;
  }

  CaseBuilder endsOutput() {
    script.add(new Step.EndOutput());
    return this;
  }

  CaseBuilder forServers() {
    subjects = Set.of(Role.SERVER);
    return this;
  }

  /** The request that a server gets. */
  CaseBuilder request(Handshake request) {
    subjects = Set.of(Role.SERVER);
    handshake = request;
    return this;
  }

  /** The response that a client gets. */
  CaseBuilder response(Handshake response) {
    subjects = Set.of(Role.CLIENT);
    handshake = response;
    return this;
  }

  CaseBuilder fragmented(Frame message, int octets) {
    script.add(new Step.SendFragmented(message, octets));
    return this;
  }

  /** Sends the header of a frame; {@link #octets} sends its payload. */
  CaseBuilder header(Frame frame) {
    return header(frame.firstByte(), frame.payload().length());
  }

  /** Sends a header that announces so much payload, unsigned. */
  CaseBuilder header(int firstByte, long length) {
    script.add(new Step.BeginFrame(firstByte, length));
    return this;
  }

  CaseBuilder octets(String hex) {
    return octets(Payload.hex(hex));
  }

  CaseBuilder octets(Payload octets) {
    script.add(new Step.ContinueFrame(octets));
    return this;
  }

  /** Waits a second. */
  CaseBuilder pause() {
    script.add(new Step.Pause(PAUSE));
    return this;
  }

  CaseBuilder noteStillOpen(String name) {
    script.add(new Step.NoteStillOpen(name));
    return this;
  }

  CaseBuilder startsClosing(Payload body) {
    script.add(new Step.StartClosing(body));
    return this;
  }

  CaseBuilder roundTrips(Frame message, int count) {
    script.add(new Step.RoundTrips(message, count));
    return this;
  }

  /** The case needs compression; the preferred request comes first. */
  CaseBuilder compression(CompressionRequest... requests) {
    compression = List.of(requests);
    return this;
  }

  /** Sends compressed messages and expects the echo of each. */
  CaseBuilder compressedRoundTrips(Sample sample, int octets, int count, int fragmentOctets) {
    script.add(new Step.CompressedRoundTrips(sample, octets, count, fragmentOctets));
    return strictly(new Event.Echoes(count));
  }

  /** What has to happen, in this order; nothing where it is not called. */
  CaseBuilder strictly(Event... events) {
    return strictly(List.of(events));
  }

  CaseBuilder strictly(List<Event> events) {
    outcomes.put(Behavior.OK, List.of(events));
    return this;
  }

  /** What is as good as that. */
  CaseBuilder orAsWell(Event... events) {
    return alternative(Behavior.OK, events);
  }

  /** What may happen as well. */
  CaseBuilder orElse(Event... events) {
    return alternative(Behavior.NON_STRICT, events);
  }

  private CaseBuilder alternative(Behavior behavior, Event... events) {
    List<List<Event>> all = new ArrayList<>(outcomes.getOrDefault(behavior, List.of()));
    all.add(List.of(events));
    outcomes.put(behavior, List.copyOf(all));
    return this;
  }

  /** It is no matter who starts the closing handshake. */
  CaseBuilder eitherCloses() {
    eitherCloses = true;
    return this;
  }

  CaseBuilder codeDecides() {
    codeDecides = true;
    return this;
  }

  CaseBuilder informational() {
    informational = true;
    return this;
  }

  CaseBuilder within(int seconds) {
    deadline = Duration.ofSeconds(seconds);
    return this;
  }

  /** The tester starts a closing handshake, with 1000 unless the script did, and it ends clean. */
  ConformanceCase testerCloses() {
    return testerCloses(1000);
  }

  ConformanceCase testerCloses(Integer... codes) {
    return build(true, true, codes);
  }

  /** The tester starts a closing handshake that the subject need not complete. */
  ConformanceCase testerClosesUncleanly(Integer... codes) {
    return build(true, false, codes);
  }

  /** The subject fails the connection, best with one of these codes. */
  ConformanceCase subjectFailsWith(Integer... codes) {
    return build(false, false, codes);
  }

  private ConformanceCase build(boolean byTester, boolean clean, Integer... codes) {
    return new ConformanceCase(
        id,
        sends,
        expects == null ? inWords(byTester, clean, codes) : expects,
        sections,
        brokenFor(subjects),
        subjects,
        handshake,
        compression,
        List.copyOf(script),
        Map.copyOf(outcomes),
        new Closing(byTester, eitherCloses, List.of(codes), clean, codeDecides),
        informational,
        deadline);
  }

  private Map<Role, Rule> brokenFor(Set<Role> roles) {
    broken.keySet().retainAll(roles);
    return Map.copyOf(broken);
  }

  /** What is expected, where the case has no better words for it. */
  private String inWords(boolean byTester, boolean clean, Integer... codes) {
    String list = Arrays.stream(codes).map(String::valueOf).collect(Collectors.joining(" or "));
    List<Event> events = outcomes.get(Behavior.OK).get(0);
    String answers =
        switch (events.size()) {
          case 0 -> "No message";
          case 1, 2, 3 -> events.stream().map(Event::toString).collect(Collectors.joining(", "));
          default -> events.size() + " answers, the last one " + events.get(events.size() - 1);
        };
    if (byTester) {
      return answers + (clean ? "; then a clean close with " : "; then an end with ") + list + ".";
    }
    return answers + "; then the connection is failed, with " + list + " or no code.";
  }

  /** The echo of a message that is sent as one frame. */
  static Event echo(Frame frame) {
    return new Event.Message(frame.opcodeBits() == Frame.TEXT, frame.payload());
  }

  static Event textMessage(String text) {
    return new Event.Message(true, Payload.utf8(text));
  }

  static Event answered(Frame ping) {
    return new Event.Pong(ping.payload());
  }

  static Event opened() {
    return new Event.Opened();
  }

  static Event refused() {
    return new Event.Refused("");
  }

  static Event refusedNaming(String field) {
    return new Event.Refused(field);
  }

  static Event stillOpen(String name) {
    return new Event.StillOpen(name);
  }
}
