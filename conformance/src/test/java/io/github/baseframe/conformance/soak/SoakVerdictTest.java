package io.github.baseframe.conformance.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.soak.Tally.Fault;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A soak went well if nothing happened to a good client and nothing grew. */
class SoakVerdictTest {

  private static final long MIB = 1 << 20;

  private static List<Sample> samples(long echoes, long... heapMib) {
    return LongStream.of(heapMib)
        .mapToObj(heap -> sample(echoes, new Figures(heap * MIB, 100 * MIB, 9 * MIB, 250)))
        .toList();
  }

  private static Sample sample(long echoes, Figures figures) {
    return new Sample(1, 50, echoes, 1, 2, 3, 4, figures, "");
  }

  private static List<String> complaints(List<Sample> samples, Map<Fault, Long> faults) {
    return SoakVerdict.of(samples, faults).complaints();
  }

  @Test
  void figuresThatStayAreFine() {
    assertThat(complaints(samples(1, 10, 18, 12), Map.of())).isEmpty();
  }

  @Test
  void aFigureThatGrowsIsAComplaint() {
    assertThat(complaints(samples(1, 10, 15, 20), Map.of()))
        .containsExactly("heap: 10,485,760 to 20,971,520");
  }

  @Test
  void oneSampleThatStandsOutIsNoGrowth() {
    assertThat(complaints(samples(1, 10, 10, 10, 10, 10, 10, 10, 10, 90), Map.of())).isEmpty();
  }

  @Test
  void descriptorsThatGrowAreAComplaint() {
    List<Sample> samples =
        LongStream.of(250, 260, 283)
            .mapToObj(open -> sample(1, new Figures(MIB, MIB, MIB, open)))
            .toList();

    assertThat(complaints(samples, Map.of())).containsExactly("descriptors: 250 to 283");
  }

  @Test
  void aFaultIsAComplaint() {
    assertThat(complaints(samples(1, 10), Map.of(Fault.NOT_CLEAN, 2L)))
        .containsExactly("2 not clean");
  }

  @Test
  void nothingAtAllIsAComplaint() {
    assertThat(complaints(samples(0, 10), Map.of())).containsExactly("nothing came back");
    assertThat(complaints(List.of(), Map.of())).containsExactly("nothing came back");
  }

  @Test
  void figuresOfAnotherProcessAreReadAsTheyWereWritten() {
    Figures figures = new Figures(1, 2, 3, 4);

    assertThat(Figures.parse(figures.toString())).isEqualTo(figures);
  }
}
