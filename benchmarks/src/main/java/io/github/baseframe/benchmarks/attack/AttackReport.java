package io.github.baseframe.benchmarks.attack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The results of attacks as a table in Markdown, a line each, and as JSON. */
public final class AttackReport {

  private static final double BYTES_PER_MIB = 1 << 20;

  private static final class NumberOrNull extends StdConverter<OptionalLong, Long> {
    @Override
    public Long convert(OptionalLong number) {
      return number.isPresent() ? number.getAsLong() : null;
    }
  }

  private AttackReport() {}

  /**
   * Makes the head of the table.
   *
   * @return two lines
   */
  public static String head() {
    return """
        | attack | attackers | server | p50 / p99 / max ms | disconnects | opened / lost \
        | heap before / after MiB | RSS most / after MiB | descriptors before / after | log lines |
        |---|---:|---|---:|---:|---:|---:|---:|---:|---:|""";
  }

  /**
   * Makes a row of the table.
   *
   * @param result what becomes the row
   * @return a line
   */
  public static String row(AttackResult result) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %s | %.1f / %.1f / %.1f | %d | %,d / %,d | %s / %s | %s / %s | %s / %s | %,d |",
        result.kind(),
        result.attackers(),
        state(result),
        result.p50Millis(),
        result.p99Millis(),
        result.maxMillis(),
        result.disconnects(),
        result.opened(),
        result.losses(),
        mebibytes(result.heapBefore()),
        mebibytes(result.heapAfter()),
        mebibytes(result.residentMost()),
        mebibytes(result.residentAfter()),
        number(result.descriptorsBefore()),
        number(result.descriptorsAfter()),
        result.logLines());
  }

  private static String state(AttackResult result) {
    if (!result.alive()) {
      return "**gone**, exit " + number(result.exitStatus());
    }
    return result.answers() ? "alive" : "**dumb**";
  }

  private static String mebibytes(OptionalLong bytes) {
    return bytes.isEmpty()
        ? "–"
        : String.format(Locale.ROOT, "%.1f", bytes.getAsLong() / BYTES_PER_MIB);
  }

  private static String number(OptionalLong number) {
    return number.isEmpty() ? "–" : Long.toString(number.getAsLong());
  }

  /**
   * Writes results for programs.
   *
   * @param results what is written
   * @param file where to
   * @throws IOException if it cannot be written
   */
  public static void writeJson(List<AttackResult> results, Path file) throws IOException {
    new ObjectMapper()
        .registerModule(
            new SimpleModule()
                .addSerializer(new StdDelegatingSerializer(OptionalLong.class, new NumberOrNull())))
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(file.toFile(), results);
  }
}
