package io.github.baseframe.protocol.deflate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Messages as applications send them, and messages that no application sends. */
public final class Samples {

  private static final String[] WORDS =
      ("frame opcode payload masking key fragment message control data close ping pong text binary"
              + " client server handshake origin extension subprotocol window byte length header"
              + " the a of to and in is that it for was on with as be by at from or this")
          .split(" ");

  private Samples() {}

  /** Makes so many messages of all kinds, most of them small, a few larger than any window. */
  public static List<byte[]> mixed(long seed, int count) {
    Random random = new Random(seed);
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int size = i % 100 == 99 ? 50_000 + random.nextInt(20_000) : random.nextInt(3000);
      messages.add(message(random, i % 6, size));
    }
    return messages;
  }

  /** Cuts so many messages out of the sources of this module, of the same sizes. */
  static List<byte[]> real(long seed, int count) throws IOException {
    byte[] text = sources();
    Random random = new Random(seed);
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int size = i % 100 == 99 ? 50_000 + random.nextInt(20_000) : 100 + random.nextInt(3000);
      int start = random.nextInt(text.length - size);
      messages.add(Arrays.copyOfRange(text, start, start + size));
    }
    return messages;
  }

  private static byte[] sources() throws IOException {
    try (Stream<Path> paths = Files.walk(Path.of("src/main/java"))) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      for (Path file : paths.filter(Files::isRegularFile).sorted().toList()) {
        text.writeBytes(Files.readAllBytes(file));
      }
      return text.toByteArray();
    }
  }

  private static byte[] message(Random random, int kind, int size) {
    return switch (kind) {
      case 0 -> json(random, size);
      case 1 -> prose(random, size);
      case 2 -> noise(random, size);
      case 3 -> new byte[size];
      case 4 -> farEcho(random, size);
      default -> fewBits(random, size);
    };
  }

  /** An array of records, cut off at the size. */
  public static byte[] json(Random random, int size) {
    StringBuilder text = new StringBuilder("[");
    while (text.length() < size) {
      text.append("{\"id\":").append(random.nextInt(1 << 20)).append(",\"name\":\"");
      text.append(word(random)).append("\",\"price\":").append(random.nextInt(50_000) / 100.0);
      text.append(",\"active\":").append(random.nextBoolean()).append(",\"note\":\"");
      text.append(word(random)).append(' ').append(word(random)).append("\"},");
    }
    return Arrays.copyOf(text.toString().getBytes(US_ASCII), size);
  }

  public static byte[] prose(Random random, int size) {
    StringBuilder text = new StringBuilder();
    while (text.length() < size) {
      text.append(word(random)).append(random.nextInt(12) == 0 ? ". " : " ");
    }
    return Arrays.copyOf(text.toString().getBytes(US_ASCII), size);
  }

  public static byte[] noise(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Noise that comes again and again, from all distances: what a window is about. */
  private static byte[] farEcho(Random random, int size) {
    byte[] bytes = noise(random, size);
    for (int at = 300; at + 20 < size; at += 20 + random.nextInt(40)) {
      int distance = 1 + random.nextInt(at - 1);
      System.arraycopy(bytes, at - distance, bytes, at, Math.min(20, distance));
    }
    return bytes;
  }

  private static byte[] fewBits(Random random, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (random.nextInt(4) * random.nextInt(4));
    }
    return bytes;
  }

  private static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
