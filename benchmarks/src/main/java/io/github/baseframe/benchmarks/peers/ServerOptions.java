package io.github.baseframe.benchmarks.peers;

/**
 * What is asked of a server.
 *
 * @param threads its event loops or worker threads
 * @param largestMessage bytes of the largest message that will come; all but Tomcat ignore it and
 *     take {@link #MAX_MESSAGE}
 * @param broadcast whether the bare echo, which knows no paths, sends to everyone
 * @param compression whether permessage-deflate is agreed to where it is offered; Jetty and Tomcat
 *     always do
 * @param tls whether it speaks TLS, all by the JDK's implementation; the bare echo never does
 */
public record ServerOptions(
    int threads, int largestMessage, boolean broadcast, boolean compression, boolean tls) {

  /** The limit for a message, in bytes. */
  public static final int MAX_MESSAGE = 64 << 20;

  /** How many connections may wait to be accepted. */
  static final int BACKLOG = 1024;

  static final String HOST = "127.0.0.1";
  static final String ECHO = "/echo";
  static final String BROADCAST = "/broadcast";
}
