package io.github.baseframe.benchmarks.attack;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What each attacker of a kind does. One object serves all of them; it is called on the thread of
 * {@link Attackers} and must not block.
 */
interface Attack {

  /** The attacker is connected, and its opening handshake is done if its kind has one. */
  void begin(Attacker attacker) throws IOException;

  /** The socket has taken all that the attacker sent. */
  default void onSent(Attacker attacker) throws IOException {}

  /** Bytes have come to one that reads; they are thrown away afterwards. */
  default void onReceived(Attacker attacker, ByteBuffer bytes) throws IOException {}

  /** A second has passed. */
  default void onSecond(Attacker attacker) throws IOException {}

  /** Whether this attacker, counted from 0, ever reads behind its opening handshake. */
  default boolean reads(int attacker) {
    return true;
  }

  /** Sends once, and holds on to the connection. */
  record Once(ByteBuffer bytes, boolean reading) implements Attack {
    @Override
    public void begin(Attacker attacker) {
      attacker.send(bytes);
    }

    @Override
    public boolean reads(int attacker) {
      return reading;
    }
  }

  /** Sends the same over and over, as fast as it is taken. */
  record Flood(ByteBuffer bytes, boolean reading) implements Attack {
    @Override
    public void begin(Attacker attacker) {
      attacker.send(bytes);
    }

    @Override
    public void onSent(Attacker attacker) {
      attacker.send(bytes);
    }

    @Override
    public boolean reads(int attacker) {
      return reading;
    }
  }

  /** Sends a byte a second. */
  record Trickle(ByteBuffer bytes) implements Attack {
    @Override
    public void begin(Attacker attacker) {
      attacker.progress = 0;
    }

    @Override
    public void onSecond(Attacker attacker) {
      if (attacker.progress < bytes.limit()) {
        attacker.send(bytes.slice(attacker.progress++, 1));
      }
    }
  }

  /** Sends, resets the connection as soon as anything comes back, and comes again at once. */
  record ResetAtAnswer(ByteBuffer bytes) implements Attack {
    @Override
    public void begin(Attacker attacker) {
      attacker.send(bytes);
    }

    @Override
    public void onReceived(Attacker attacker, ByteBuffer answer) {
      attacker.reset();
    }
  }

  /** The first attacker sends as many messages, which go to all the others, who never read. */
  record Speaker(ByteBuffer message, int messages) implements Attack {
    @Override
    public void begin(Attacker attacker) {
      attacker.progress = 0;
      onSent(attacker);
    }

    @Override
    public void onSent(Attacker attacker) {
      if (attacker.index() == 0 && attacker.progress++ < messages) {
        attacker.send(message);
      }
    }

    @Override
    public boolean reads(int attacker) {
      return attacker == 0;
    }
  }
}
