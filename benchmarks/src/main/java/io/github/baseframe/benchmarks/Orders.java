package io.github.baseframe.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a process under test is told on stdin: a line is a word and, after a space, what belongs to
 * it; when that is done the word is printed, a space and the result. The end of stdin ends it.
 */
final class Orders {

  /** Asks for the live heap in bytes. */
  static final String HEAP = "heap";

  /** Asks how many threads of Java there are. */
  static final String THREADS = "threads";

  /** Starts a profile. */
  static final String PROFILE = "profile";

  /** Writes the profile to this file. */
  static final String FLAME_GRAPH = "flame-graph";

  /** Counts the live objects in this file. */
  static final String HISTOGRAM = "histogram";

  private static final String DONE = "done";

  /** One collection leaves what finalizers and cleaners hold. */
  private static final int COLLECTIONS = 3;

  /** Does what a word says, and returns the result. */
  interface Order {
    String obey(String details) throws Exception;
  }

  private Orders() {}

  /**
   * Obeys until stdin ends.
   *
   * @param own what is special to this process
   */
  static void obey(Map<String, Order> own) throws Exception {
    Map<String, Order> orders = new HashMap<>(own);
    orders.put(HEAP, any -> Long.toString(liveHeap()));
    orders.put(
        THREADS, any -> Integer.toString(ManagementFactory.getThreadMXBean().getThreadCount()));
    orders.put(
        PROFILE,
        any -> {
          Details.startProfile();
          return DONE;
        });
    orders.put(
        FLAME_GRAPH,
        file -> {
          Details.writeProfile(Path.of(file));
          return DONE;
        });
    orders.put(
        HISTOGRAM,
        file -> {
          Details.writeHistogram(Path.of(file));
          return DONE;
        });
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      String[] words = line.split(" ", 2);
      if (!orders.containsKey(words[0])) {
        throw new IllegalArgumentException(line);
      }
      String result = orders.get(words[0]).obey(words.length > 1 ? words[1] : "");
      System.out.println(words[0] + " " + result);
    }
  }

  private static long liveHeap() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
