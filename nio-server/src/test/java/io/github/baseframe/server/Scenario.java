package io.github.baseframe.server;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/** What a client does with a server in one life. The server's part is in {@link FaultyServer}. */
enum Scenario {
  OPENING {
    @Override
    void play(FramePeer peer) throws IOException {
      peer.open("/").sayGoodbye();
    }
  },
  ECHO {
    @Override
    void play(FramePeer peer) throws IOException {
      peer.open("/");
      peer.send(0x81, "Hello").expect(0x81, "Hello");
      peer.send(0x82, LARGE).expect(0x82, LARGE);
      peer.send(0x81, "Hello again").expect(0x81, "Hello again");
      peer.sayGoodbye();
    }
  },
  FRAGMENTS {
    @Override
    void play(FramePeer peer) throws IOException {
      peer.open("/");
      peer.send(0x01, "Hel").send(0x89, "in between").send(0x00, "lo ").send(0x80, "world");
      peer.expect(0x8a, "in between").expect(0x81, "Hello world");
      byte[] half = Arrays.copyOf(LARGE, LARGE.length / 2);
      peer.send(0x02, half).send(0x00, half).send(0x80, "");
      byte[] both = Arrays.copyOf(half, 2 * half.length);
      System.arraycopy(half, 0, both, half.length, half.length);
      peer.expect(0x82, both).send(0x02, half).sayGoodbye();
    }
  },
  PINGS {
    @Override
    void play(FramePeer peer) throws IOException {
      peer.open("/");
      peer.send(0x89, "").expect(0x8a, "").send(0x8a, "unasked").send(0x89, "ping");
      peer.expect(0x8a, "ping").sayGoodbye();
    }
  },
  BROADCAST {
    @Override
    void play(FramePeer peer) throws IOException {
      peer.open("/");
      peer.send(0x81, FaultyServer.TO_ALL).expect(0x81, FaultyServer.TO_ALL);
      peer.expect(0x81, FaultyServer.TO_ALL).sayGoodbye();
    }
  },
  CLOSED_BY_THE_SERVER {
    @Override
    void play(FramePeer peer) throws IOException {
      byte[] code = {0x0f, (byte) 0xa0};
      peer.open("/").send(0x81, FaultyServer.CLOSE).expect(0x88, code).send(0x88, code).expectEnd();
    }
  },
  REFUSED {
    @Override
    void play(FramePeer peer) throws IOException {
      peer.client().sendText("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      peer.requireStatus(426);
      peer.client().readToEnd();
    }
  },
  PAGE {
    @Override
    void play(FramePeer peer) throws IOException {
      peer.client().sendText("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n");
      peer.requireStatus(200);
      if (!Arrays.equals(peer.client().read(LARGE.length), LARGE)) {
        throw new AssertionError("another page");
      }
      peer.expectEnd();
    }
  },
  BROKEN_OFF {
    @Override
    void play(FramePeer peer) throws IOException {
      peer.open("/").send(0x02, LARGE).send(0x82, "not this");
    }
  };

  /** Longer than 16 bits say, than a pool lends at once and than a record of TLS. */
  static final byte[] LARGE = new byte[70_000];

  static {
    new Random(7).nextBytes(LARGE);
  }

  abstract void play(FramePeer peer) throws IOException;

  /** Plays, and says whether it went to its end. */
  boolean plays(FramePeer peer) throws IOException {
    try (peer) {
      play(peer);
      return true;
    } catch (IOException e) {
      FramePeer.requireBearable(e);
      return false;
    }
  }
}
