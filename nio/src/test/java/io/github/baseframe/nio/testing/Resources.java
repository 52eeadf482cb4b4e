package io.github.baseframe.nio.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;

/** What the process has of what the system gives. */
public final class Resources {

  private static final File DESCRIPTORS = new File("/proc/self/fd");

  private Resources() {}

  /**
   * Returns how many descriptors of sockets and selectors are open, but not of files, which the
   * virtual machine opens when it likes; always 0 where the system does not tell.
   */
  public static long descriptors() {
    String[] open = DESCRIPTORS.list();
    return open == null ? 0 : Stream.of(open).filter(Resources::isNoFile).count();
  }

  private static boolean isNoFile(String descriptor) {
    try {
      String target = Files.readSymbolicLink(DESCRIPTORS.toPath().resolve(descriptor)).toString();
      return target.startsWith("socket:") || target.contains("eventpoll");
    } catch (IOException e) {
      // It was closed meanwhile.
      return false;
    }
  }

  /** Returns how many threads live whose names begin like this. */
  public static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }
}
