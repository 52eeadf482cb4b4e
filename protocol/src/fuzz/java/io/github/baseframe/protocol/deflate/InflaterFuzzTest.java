package io.github.baseframe.protocol.deflate;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Looks for bytes that do to the inflater what they should not: {@code JAZZER_FUZZ=1 mvn -Pfuzz -pl
 * protocol test -Dtest=InflaterFuzzTest}. What it finds goes to the test resources, where {@link
 * InflaterCorpusTest} runs it with every build.
 */
class InflaterFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void anyBytesAreMessagesOrFailTheConnection(byte[] data) {
    InflaterCorpusTest.receive(data);
  }
}
