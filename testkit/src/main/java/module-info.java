/** Channels, selectors, TLS and buffer pools that fail on order; for tests. */
module io.github.baseframe.testkit {
  exports io.github.baseframe.testkit;

  requires transitive io.github.baseframe.protocol;
}
