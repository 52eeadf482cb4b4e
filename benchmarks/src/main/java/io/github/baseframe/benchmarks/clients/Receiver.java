package io.github.baseframe.benchmarks.clients;

/** What a connection tells, from whichever thread the library has for it. */
interface Receiver {

  /** A text message of so many {@code char}s came. */
  void onText(int length);

  /** A binary message came; from {@code bare-nio}, which decodes no text, any message. */
  void onBinary(int bytes);

  /** The connection is over. */
  void onClosed();

  /** It did not do what it should. */
  void onFailure(Throwable cause);
}
