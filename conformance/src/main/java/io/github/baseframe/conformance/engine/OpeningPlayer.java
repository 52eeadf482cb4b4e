package io.github.baseframe.conformance.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.cases.Event;
import io.github.baseframe.conformance.cases.Handshake;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Plays an opening handshake that a case is about. As a client it sends the request, whatever it
 * is, and judges the answer with code of its own.
 */
final class OpeningPlayer {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final int MAX_HEAD_OCTETS = 1024 * 1024;
  private static final int KEY_OCTETS = 16;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /**
   * What a server made of a request.
   *
   * @param event that it opened the connection or refused it; null if it did neither
   * @param violation what it sent that no server may send, or null
   * @param early what came behind a 101
   */
  record Answer(Event event, String violation, ByteBuffer early) {

    private static Answer wrong(String violation) {
      return new Answer(null, violation, NOTHING);
    }
  }

  private final Handshake handshake;
  private final WireLog wireLog;
  private final Transport transport;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  OpeningPlayer(ConformanceCase conformanceCase, Link link, WireLog wireLog) {
    this.handshake = conformanceCase.handshake();
    this.wireLog = wireLog;
    this.transport = new Transport(link, conformanceCase.deadline(), this::receive);
  }

  /** The pieces of a response, which leave one by one. */
  static List<byte[]> response(Handshake handshake, String accept) {
    return pieces(handshake, handshake.head().replace("{accept}", accept));
  }

  private static List<byte[]> pieces(Handshake handshake, String head) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(ISO_8859_1));
    all.writeBytes(handshake.behind().toBytes());
    byte[] octets = all.toByteArray();
    int size = handshake.pieceOctets() == 0 ? octets.length : handshake.pieceOctets();
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < octets.length; from += size) {
      pieces.add(Arrays.copyOfRange(octets, from, Math.min(from + size, octets.length)));
    }
    return pieces;
  }

  /** Sends the request and waits for the answer. */
  Answer request(String host, String resource) {
    byte[] nonce = new byte[KEY_OCTETS];
    ThreadLocalRandom.current().nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    String head =
        handshake.head().replace("{host}", host).replace("{path}", resource).replace("{key}", key);
    transport.sendHead(pieces(handshake, head), wireLog);
    Answer answer = answer(key);
    byte[] octets = received.toByteArray();
    wireLog.addHead(false, octets, 0, octets.length - answer.early().remaining());
    return answer;
  }

  private void receive(ByteBuffer octets) {
    received.write(octets.array(), octets.position(), octets.remaining());
  }

  /** Waits for the response that is not an interim one. */
  private Answer answer(String key) {
    int begin = 0;
    int interimResponses = 0;
    while (true) {
      String octets = received.toString(ISO_8859_1);
      int end = octets.indexOf(END_OF_HEAD, begin);
      if (end >= 0) {
        ResponseHead head = ResponseHead.parse(octets.substring(begin, end));
        begin = end + END_OF_HEAD.length();
        if (head == null) {
          return Answer.wrong("a response that is no HTTP (RFC 9112 4)");
        }
        if (!head.isInterim()) {
          return judge(head, key, octets.substring(begin));
        }
        interimResponses++;
        if (interimResponses > CaseRunner.MAX_INTERIM_RESPONSES) {
          return Answer.wrong("too many interim responses (RFC 9110 15.2)");
        }
      } else if (octets.length() > MAX_HEAD_OCTETS) {
        return Answer.wrong("a response without end");
      } else if (transport.isEnded()) {
        return new Answer(new Event.Refused(""), null, NOTHING);
      } else if (transport.isPast(transport.deadline())) {
        return new Answer(null, null, NOTHING);
      } else {
        transport.receive(transport.deadline());
      }
    }
  }

  private Answer judge(ResponseHead head, String key, String behind) {
    if (head.status() == 101) {
      // Whoever takes another key for a good one has nothing right to answer it with.
      String accept = handshake.head().contains("{key}") ? accept(key) : null;
      String wrong = head.faultOf101(accept, handshake.subprotocols());
      return wrong != null
          ? Answer.wrong(wrong)
          : new Answer(new Event.Opened(), null, ByteBuffer.wrap(behind.getBytes(ISO_8859_1)));
    }
    boolean names = !handshake.naming().isEmpty() && head.has(handshake.naming());
    return new Answer(new Event.Refused(names ? handshake.naming() : ""), null, NOTHING);
  }

  /** RFC 6455 4.2.2. */
  static String accept(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
