package io.github.baseframe.client;

/** Where handlers are called. */
enum HandlerStyle {
  ON_EXECUTOR,
  ON_LOOP;

  void applyTo(ClientBuilder builder) {
    if (this == ON_LOOP) {
      builder.handlersOnLoop();
    }
  }
}
