package io.github.baseframe.server;

/** The server program, {@code baseframe-server.jar}. */
final class ServerMain {
  private ServerMain() {}

  /** Answers with usage; the program has no commands so far. */
  public static void main(String[] arguments) {
    System.err.println("usage: java -jar baseframe-server.jar");
    System.exit(2);
  }
}
