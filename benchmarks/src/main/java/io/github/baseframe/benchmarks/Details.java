package io.github.baseframe.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import one.profiler.AsyncProfiler;

/**
 * What a server process can tell of itself beside figures: where its time goes, and what its heap
 * holds.
 */
final class Details {

  private Details() {}

  /** Begins to take samples of all threads. */
  static void startProfile() throws IOException {
    AsyncProfiler.getInstance().execute("start,event=cpu,interval=1ms");
  }

  /**
   * Takes no more samples, and writes what they say.
   *
   * @param file gets a flame graph as a page; beside it a text of the same name with a stack each
   *     line
   */
  static void writeProfile(Path file) throws IOException {
    AsyncProfiler profiler = AsyncProfiler.getInstance();
    profiler.stop();
    profiler.execute("dump,flamegraph,file=" + file);
    profiler.execute("dump,collapsed,file=" + file + ".txt");
  }

  /**
   * Counts the objects that live.
   *
   * @param file gets a line for each class: instances, bytes, name
   */
  static void writeHistogram(Path file) throws IOException {
    try {
      Object histogram =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      Files.writeString(file, (String) histogram);
    } catch (JMException e) {
      throw new IOException("this JVM counts no objects", e);
    }
  }
}
