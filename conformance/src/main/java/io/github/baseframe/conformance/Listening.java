package io.github.baseframe.conformance;

import io.github.baseframe.protocol.handshake.Authority;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.ExitCode;

/** A program that serves and has no end of its own. */
final class Listening {

  private Listening() {}

  /**
   * Says where it listens, and waits until the process is told to end (SIGTERM, SIGINT) or the
   * thread is interrupted.
   *
   * @param out where to say so
   * @param host where it listens
   * @param port where it listens
   * @param last what is to be done at the end; says whether it went well
   * @return the exit status; by a signal the process ends with it at once
   */
  static int untilToldToEnd(PrintWriter out, String host, int port, BooleanSupplier last) {
    Thread hook = new Thread(() -> Runtime.getRuntime().halt(status(last)), "conformance-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    out.println("listening on ws://" + new Authority(host, port) + "/");
    out.flush();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    return status(last);
  }

  private static int status(BooleanSupplier last) {
    return last.getAsBoolean() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
