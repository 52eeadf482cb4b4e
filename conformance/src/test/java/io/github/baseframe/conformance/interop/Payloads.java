package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;

/** What the tests of compression send: JSON and prose as text, noise as bytes. */
final class Payloads {
  /** In characters or bytes: 8 KiB, more than a window, and 4 MiB. */
  static final List<Integer> SIZES = List.of(8 << 10, 100_000, 4 << 20);

  private static final String[] WORDS = {"naïve", "frame", "κόσμε", "of", "the", "window", "🐢"};

  private Payloads() {}

  static String json(int size) {
    Random random = new Random(size);
    StringBuilder text = new StringBuilder("[");
    while (text.length() < size) {
      text.append("{\"id\":").append(random.nextInt(100_000)).append(",\"name\":\"");
      text.append(WORDS[random.nextInt(2)]).append("\",\"active\":true},");
    }
    return fitting(text, size);
  }

  static String prose(int size) {
    Random random = new Random(size);
    StringBuilder text = new StringBuilder();
    while (text.length() < size) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    return fitting(text, size);
  }

  /** No compression makes this smaller. */
  static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** Cuts text so that it has at most this many bytes. */
  private static String fitting(StringBuilder text, int size) {
    byte[] bytes = text.toString().getBytes(UTF_8);
    int end = Math.min(size, bytes.length);
    while (end < bytes.length && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, UTF_8);
  }
}
