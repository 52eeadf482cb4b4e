package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.protocol.Rule;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Section 6, second part: text messages of one frame, each with a sequence that is UTF-8 or is not
 * (RFC 3629). The groups follow Markus Kuhn's stress test for UTF-8 decoders.
 */
final class Utf8SequenceCases {

  /** Start octets whose continuation is not complete. */
  private static final String[] INCOMPLETE = {
    "c0", "e080", "f08080", "f8808080", "fc80808080",
    "df", "efbf", "f7bfbf", "fbbfbfbf", "fdbfbfbfbf"
  };

  /** After how many octets the Greek letters are whole. */
  private static final Set<Integer> WHOLE_LETTERS = Set.of(2, 5, 7, 9, 11);

  private final List<ConformanceCase> cases = new ArrayList<>();
  private String group;
  private String title;
  private int number;

  private Utf8SequenceCases() {}

  static List<ConformanceCase> all() {
    Utf8SequenceCases table = new Utf8SequenceCases();
    table.addOrdinary();
    table.addBoundaries();
    table.addLonely();
    table.addOverlong();
    table.addSurrogates();
    table.addNonCharacters();
    return table.cases;
  }

  private void addOrdinary() {
    group("6.5", "ordinary text")
        .valid("68656c6c6f24776f726c64", "68656c6c6fc2a2776f726c64", "68656c6c6fe282ac776f726c64")
        .valid("68656c6c6ff0a4ada2776f726c64", Utf8Cases.GREEK);
    group("6.6", "the beginning of Greek text");
    for (int octets = 1; 2 * octets <= Utf8Cases.GREEK.length(); octets++) {
      add(Utf8Cases.GREEK.substring(0, 2 * octets), WHOLE_LETTERS.contains(octets));
    }
  }

  private void addBoundaries() {
    group("6.7", "the first code point of a length").valid("00", "c280", "e0a080", "f0908080");
    group("6.8", "the first sequence of a length that UTF-8 lost")
        .invalid("f888808080", "fc8480808080");
    group("6.9", "the last code point of a length").valid("7f", "dfbf", "efbfbf", "f48fbfbf");
    group("6.10", "the last sequence of a length, beyond Unicode")
        .invalid("f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf");
    group("6.11", "around other boundaries")
        .valid("ed9fbf", "ee8080", "efbfbd", "f48fbfbf")
        .invalid("f4908080");
  }

  private void addLonely() {
    group("6.12", "continuation octets without a start")
        .invalid("80", "bf", "80bf", "80bf80", "80bf80bf", "80bf80bf80", "80bf80bf80bf")
        .invalid(octets(0x80, 0xbe, ""));
    group("6.13", "start octets, each followed by a blank")
        .invalid(octets(0xc0, 0xde, "20"), octets(0xe0, 0xee, "20"), octets(0xf0, 0xf6, "20"))
        .invalid(octets(0xf8, 0xfa, "20"), octets(0xfc, 0xfc, "20"));
    group("6.14", "a sequence whose last octet is missing").invalid(INCOMPLETE);
    group("6.15", "sequences whose last octet is missing, in a row")
        .invalid(String.join("", INCOMPLETE));
    group("6.16", "octets that UTF-8 never has").invalid("fe", "ff", "fefeffff");
  }

  private void addOverlong() {
    group("6.17", "a slash in more octets than it needs")
        .invalid("c0af", "e080af", "f08080af", "f8808080af", "fc80808080af");
    group("6.18", "the highest code point in one octet more than it needs")
        .invalid("c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf");
    group("6.19", "NUL in more octets than it needs")
        .invalid("c080", "e08080", "f0808080", "f880808080", "fc8080808080");
  }

  private void addSurrogates() {
    group("6.20", "a lone surrogate")
        .invalid("eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf");
    group("6.21", "a pair of surrogates")
        .invalid("eda080edb080", "eda080edbfbf", "edadbfedb080", "edadbfedbfbf")
        .invalid("edae80edb080", "edae80edbfbf", "edafbfedb080", "edafbfedbfbf");
  }

  private void addNonCharacters() {
    group("6.22", "a code point that is no character, which UTF-8 allows");
    for (int plane = 0; plane <= 16; plane++) {
      valid(codePoint(plane << 16 | 0xfffe), codePoint(plane << 16 | 0xffff));
    }
    group("6.23", "one of Unicode's specials")
        .valid(
            IntStream.rangeClosed(0xfff9, 0xffff)
                .mapToObj(Utf8SequenceCases::codePoint)
                .toArray(String[]::new));
  }

  private Utf8SequenceCases group(String id, String words) {
    group = id;
    title = words;
    number = 0;
    return this;
  }

  private Utf8SequenceCases valid(String... sequences) {
    Stream.of(sequences).forEach(hex -> add(hex, true));
    return this;
  }

  private Utf8SequenceCases invalid(String... sequences) {
    Stream.of(sequences).forEach(hex -> add(hex, false));
    return this;
  }

  private void add(String hex, boolean valid) {
    number++;
    Frame message = Frame.text(Payload.hex(hex));
    CaseBuilder one =
        newCase(group + "." + number, "5.6", "8.1")
            .sends(title + ", " + (valid ? "valid: " : "invalid: ") + hex)
            .frames(message);
    cases.add(
        valid
            ? one.strictly(echo(message)).testerCloses()
            : one.breaks(Rule.TEXT_NOT_UTF8).subjectFailsWith(1007));
  }

  /** A range of octets, each with the same ones behind it. */
  private static String octets(int first, int last, String behindEach) {
    StringBuilder hex = new StringBuilder();
    for (int octet = first; octet <= last; octet++) {
      hex.append(Integer.toHexString(octet)).append(behindEach);
    }
    return hex.toString();
  }

  private static String codePoint(int codePoint) {
    return HexFormat.of().formatHex(Character.toString(codePoint).getBytes(UTF_8));
  }
}
