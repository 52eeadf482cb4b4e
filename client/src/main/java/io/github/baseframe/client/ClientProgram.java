package io.github.baseframe.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.client.ClientOptions.UsageException;
import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** A conversation on the terminal: what {@link ClientMain} does, apart from leaving the JVM. */
final class ClientProgram implements WebSocketHandler {
  private static final int SUCCESS = 0;
  private static final int FAILURE = 1;
  private static final int USAGE_ERROR = 2;

  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  /** A permit for each time that the send queue became empty. */
  private final Semaphore writable = new Semaphore(0);

  private final CompletableFuture<Integer> exitStatus = new CompletableFuture<>();
  private String once;
  private volatile boolean closing;

  ClientProgram(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Runs to the end; returns the exit status. */
  int run(String... arguments) {
    if (Arrays.asList(arguments).contains("--help")) {
      out.print(ClientOptions.USAGE);
      return SUCCESS;
    }
    try {
      ClientOptions options = ClientOptions.parse(arguments);
      once = options.once();
      WebSocketSession session = connect(options);
      if (once == null) {
        startReadingInput(session);
      }
      return exitStatus.join();
    } catch (UsageException e) {
      err.println(TerminalText.escape(e.getMessage()));
      err.print(ClientOptions.USAGE);
      return USAGE_ERROR;
    } catch (IllegalArgumentException e) {
      err.println(TerminalText.escape(e.getMessage()));
      return USAGE_ERROR;
    } catch (UnknownHostException e) {
      err.println("unknown host: " + TerminalText.escape(e.getMessage()));
      return FAILURE;
    } catch (IOException e) {
      err.println(TerminalText.escape(e.getMessage() == null ? e.toString() : e.getMessage()));
      return FAILURE;
    }
  }

  private WebSocketSession connect(ClientOptions options) throws IOException {
    ClientBuilder builder =
        WebSocketClient.builder()
            .limits(Limits.DEFAULT.withMaxMessageBytes(MAX_MESSAGE_BYTES))
            .subprotocols(options.subprotocols().toArray(String[]::new));
    if (!options.compression()) {
      builder.noCompression();
    }
    for (String[] header : options.headers()) {
      builder.header(header[0], header[1]);
    }
    return builder.build().connect(options.uri(), this);
  }

  private void startReadingInput(WebSocketSession session) {
    Thread reader = new Thread(() -> sendInput(session), "stdin");
    reader.setDaemon(true);
    reader.start();
  }

  private void sendInput(WebSocketSession session) {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        while (session.sendText(line) == SendStatus.DROPPED) {
          writable.acquireUninterruptibly();
        }
      }
    } catch (IOException e) {
      // Input that cannot be read any more has ended.
    }
    close(session);
  }

  private void close(WebSocketSession session) {
    closing = true;
    session.close(CloseCode.NORMAL, "");
  }

  @Override
  public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
    if (once != null) {
      session.sendText(once);
    }
  }

  @Override
  public void onText(WebSocketSession session, String text) {
    print(session, TerminalText.escape(text));
  }

  @Override
  public void onBinary(WebSocketSession session, ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    print(session, "binary: " + HexFormat.of().formatHex(bytes));
  }

  private void print(WebSocketSession session, String line) {
    if (once == null) {
      out.println(line);
    } else if (!closing) {
      out.println(line);
      close(session);
    }
  }

  @Override
  public void onWritable(WebSocketSession session) {
    writable.release();
  }

  @Override
  public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
    writable.release();
    if (!closing || !clean) {
      err.println("closed " + TerminalText.escape((reason.code() + " " + reason.reason()).strip()));
    }
    boolean unanswered = once != null && !closing;
    exitStatus.complete(clean && !unanswered ? SUCCESS : FAILURE);
  }
}
