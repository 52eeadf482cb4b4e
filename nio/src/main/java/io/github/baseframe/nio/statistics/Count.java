package io.github.baseframe.nio.statistics;

/** What an event loop counts. */
public enum Count {

  /** Connections that it was given. */
  CONNECTIONS,

  /** TLS handshakes that both sides agreed to. */
  TLS_ESTABLISHED,

  /** Connections that ended before their TLS handshake did. */
  TLS_FAILED,

  /** Opening handshakes that were answered 101. */
  HANDSHAKES,

  /** Pages that were answered 200. */
  PAGES,

  /** Whole messages from peers, not control frames. */
  MESSAGES_RECEIVED,

  /** Messages that found room in a send queue, not control frames. */
  MESSAGES_SENT,

  /** Messages and control frames of the application that found no room in a send queue. */
  MESSAGES_DROPPED,

  /** Bytes that transports were read, after TLS: HTTP and frame headers included. */
  BYTES_RECEIVED,

  /** Bytes that transports took, before TLS: HTTP and frame headers included. */
  BYTES_SENT,

  /** Bytes that wait to be written now, as of the end of a turn. */
  QUEUED_BYTES
}
