package io.github.baseframe.conformance.soak;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds.
 *
 * @param heapBytes what lives on the heap, after full collections
 * @param residentBytes memory of the process; 0 where the system does not tell
 * @param directBytes direct buffers
 * @param descriptors open files and sockets; 0 where the system does not tell
 */
public record Figures(long heapBytes, long residentBytes, long directBytes, long descriptors) {

  private static final Path SELF = Path.of("/proc/self");
  private static final int BYTES_PER_KIB = 1024;

  /** One collection leaves what cleaners hold. */
  private static final int COLLECTIONS = 2;

  /** Looks at this process. */
  static Figures ofThisProcess() throws IOException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Figures(heap, residentBytesOfThis(), direct, descriptorsOfThis());
  }

  private static long residentBytesOfThis() throws IOException {
    Path status = SELF.resolve("status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> BYTES_PER_KIB * Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static long descriptorsOfThis() throws IOException {
    Path open = SELF.resolve("fd");
    if (!Files.exists(open)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(open)) {
      return files.count();
    }
  }

  /** Reads what {@link #toString} wrote. */
  static Figures parse(String text) {
    String[] numbers = text.split(" ");
    return new Figures(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]));
  }

  @Override
  public String toString() {
    return heapBytes + " " + residentBytes + " " + directBytes + " " + descriptors;
  }
}
