package io.github.baseframe.server.peer;

/** What a proxy has sent is no header of the PROXY protocol. It carries no stack trace. */
public final class ProxyHeaderException extends Exception {
  private static final long serialVersionUID = 1L;

  ProxyHeaderException(String message) {
    super(message, null, false, false);
  }
}
