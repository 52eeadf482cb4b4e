package io.github.baseframe.testkit;

/** The kinds of operations that can go wrong, and how they do. */
public enum Fault {
  /** A connection is accepted: there are no more descriptors. The peer goes on waiting. */
  ACCEPT,
  /** A connection is opened, begun or finished: the peer refuses it. */
  CONNECT,
  /** An option or a mode of a channel is set, or its address asked for: it has gone already. */
  CONFIGURE,
  /** Bytes are read: the peer has reset the connection. */
  READ,
  /** Bytes are read: there are none, although the selector said so. */
  EMPTY_READ,
  /** Bytes are read: one comes alone. */
  SHORT_READ,
  /** Bytes are written, or the end of them: the peer has gone, and nothing more comes either. */
  WRITE,
  /** Bytes are written: none is taken. */
  BLOCKED_WRITE,
  /** Bytes are written: one is taken. */
  SHORT_WRITE,
  /** A channel is closed: it is, and the system finds fault nevertheless. */
  CLOSE,
  /** A selector is made, or waits. */
  SELECT,
  /** A TLS engine is made, begins its handshake, or makes or reads a record. */
  TLS,
  /** A buffer is lent: there is no memory. */
  ALLOCATE
}
