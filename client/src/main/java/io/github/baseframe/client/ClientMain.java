package io.github.baseframe.client;

/** The client program, {@code baseframe-client.jar}. */
final class ClientMain {
  private ClientMain() {}

  /** Answers with usage; the program has no commands so far. */
  public static void main(String[] arguments) {
    System.err.println("usage: java -jar baseframe-client.jar");
    System.exit(2);
  }
}
