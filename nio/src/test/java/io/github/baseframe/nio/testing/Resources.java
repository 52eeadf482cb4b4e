package io.github.baseframe.nio.testing;

import java.io.File;

/** What the process has of what the system gives. */
public final class Resources {

  private static final File DESCRIPTORS = new File("/proc/self/fd");

  private Resources() {}

  /** Returns how many file descriptors are open; always 0 where the system does not tell. */
  public static int descriptors() {
    String[] open = DESCRIPTORS.list();
    return open == null ? 0 : open.length;
  }

  /** Returns how many threads live whose names begin like this. */
  public static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }
}
