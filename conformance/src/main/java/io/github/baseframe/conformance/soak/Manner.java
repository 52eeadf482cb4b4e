package io.github.baseframe.conformance.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** How a bad client misbehaves; frames are masked with a key of zeros. */
enum Manner {
  SILENT("", "", 1, true),
  HALF_A_HEAD("GET / HTTP/1.1\r\nHost: local", "", 1, true),
  NO_HTTP("\u0016\u0003\u0001\u0000\u0000", "", 1, true),
  ONLY_A_HANDSHAKE(Manner.REQUEST, "", 1, true),
  RESERVED_OPCODE(Manner.REQUEST, "838000000000", 1, true),
  NOT_MASKED(Manner.REQUEST, "820100", 1, true),
  NO_UTF8(Manner.REQUEST, "818100000000ff", 1, true),
  TOO_LARGE(Manner.REQUEST, "82ff000000010000000000000000", 1, true),
  HALF_A_FRAME(Manner.REQUEST, "82ff000000000010000000000000" + "00".repeat(50_000), 1, true),
  HALF_A_MESSAGE(Manner.REQUEST, "02fe400000000000" + "00".repeat(0x4000), 1, true),
  PING_FLOOD(Manner.REQUEST, "89840000000041424344", 2_000, true),
  SMALL_ECHOES(Manner.REQUEST, "82810000000000", 2_000, true),
  NEVER_READS(Manner.REQUEST, "82fefde800000000" + "00".repeat(0xfde8), 60, false),
  BOMB(Manner.COMPRESSED_REQUEST, Manner.BOMB_FRAME, 100, true);

  /** 64 KiB of zeros. */
  private static final String BOMB_FRAME =
      "c2cf00000000ecc101010000008090feafee080a0000000000000000000000000000000000000000000000"
          + "000000000000000000000000000000000000000000000000000000000000000000000000000000006a00";

  private static final String COMPRESSED_REQUEST =
      """
      GET / HTTP/1.1\r
      Host: 127.0.0.1\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Extensions: permessage-deflate\r
      \r
      """;

  private static final String REQUEST =
      """
      GET / HTTP/1.1\r
      Host: 127.0.0.1\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;

  private final byte[] bytes;
  private final boolean reads;

  Manner(String head, String frame, int times, boolean reads) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(ISO_8859_1));
    all.writeBytes(HexFormat.of().parseHex(frame.repeat(times)));
    this.bytes = all.toByteArray();
    this.reads = reads;
  }

  /** What it sends, without waiting for an answer. */
  byte[] bytes() {
    return bytes.clone();
  }

  /** Whether it reads what comes back. */
  boolean reads() {
    return reads;
  }
}
