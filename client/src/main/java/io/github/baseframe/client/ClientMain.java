package io.github.baseframe.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** The client program, {@code baseframe-client.jar}. */
final class ClientMain {
  private ClientMain() {}

  /** Runs the program and exits with its status. */
  public static void main(String[] arguments) {
    // Not System.out: it would encode in the platform's character set.
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    System.exit(new ClientProgram(System.in, out, err).run(arguments));
  }
}
