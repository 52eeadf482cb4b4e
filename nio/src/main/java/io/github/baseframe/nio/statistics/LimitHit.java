package io.github.baseframe.nio.statistics;

/** A limit that was reached and is no {@link io.github.baseframe.protocol.Rule}. */
public enum LimitHit {

  /** There were as many connections as there may be; one more was closed. */
  MAX_CONNECTIONS,

  /** The hook that denies addresses did; the connection was closed. */
  PEER_DENIED,

  /** An address, or its /64, had as many connections as it may have; one more was closed. */
  PEER_CONNECTIONS,

  /** A listed proxy sent no header of the PROXY protocol, or none in time; it was closed. */
  PROXY_HEADER,

  /** An address shook hands more often than it may: 429, or closed before TLS. */
  HANDSHAKE_RATE,

  /** A peer sent more messages a second than it may; its connection failed with 1008. */
  MESSAGE_RATE,

  /** A connection could not be accepted, mostly as the process may open no more files. */
  ACCEPT_FAILED,

  /** The head of a request, or TLS before it, did not come in time. */
  HANDSHAKE_TIMEOUT,

  /** A peer took not one byte of what waited for it; its connection was cut. */
  WRITE_TIMEOUT,

  /** A peer gave no sign of life; its connection failed with 1001. */
  PONG_TIMEOUT,

  /** A peer did not end its stream in time; its connection was cut. */
  CLOSE_TIMEOUT,

  /** A peer did not take what waited for it, or its handler was behind: reading paused. */
  READING_PAUSED,

  /** Memory was short: a newcomer got 503. */
  MEMORY_SHORT,

  /** Memory was very short: a connection that held much of it was closed with 1013. */
  EVICTED,

  /** An executor took no more calls of handlers; the connection got 1013. */
  EXECUTOR_REJECTED
}
