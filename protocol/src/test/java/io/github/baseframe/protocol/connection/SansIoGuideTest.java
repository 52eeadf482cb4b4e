package io.github.baseframe.protocol.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/sans-io.md, taken from the page as it stands. */
class SansIoGuideTest {

  private static final Path GUIDE = Path.of("..", "docs", "sans-io.md");

  private static final String REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

  @TempDir Path directory;

  @Test
  @Timeout(30)
  void theServerOfTheGuideCompilesAndEchoes() throws Exception {
    try (URLClassLoader loader = compile(codeOf(Files.readString(GUIDE)));
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      OutputStream out = client.getOutputStream();
      out.write(REQUEST.getBytes(US_ASCII));
      // "Hello" masked as in RFC 6455 section 5.7, and a Close with 1000, masked with zeros.
      out.write(HexFormat.of().parseHex("818537fa213d7f9f4d5158" + "88820000000003e8"));

      try (Socket accepted = listener.accept()) {
        serve(loader, accepted);
      }

      String answer = HexFormat.of().formatHex(client.getInputStream().readAllBytes());
      assertThat(answer)
          .startsWith(HexFormat.of().formatHex("HTTP/1.1 101 ".getBytes(US_ASCII)))
          .endsWith("810548656c6c6f" + "880203e8");
    }
  }

  private static String codeOf(String page) {
    String opening = "```java\n";
    int start = page.indexOf(opening) + opening.length();
    return page.substring(start, page.indexOf("```", start));
  }

  private URLClassLoader compile(String code) throws Exception {
    Path source = Files.writeString(directory.resolve("BlockingEcho.java"), code);
    String classPath = System.getProperty("java.class.path");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath, "-d", directory.toString(), source.toString());
    assertThat(result).as("exit code of javac").isZero();
    return new URLClassLoader(new URL[] {directory.toUri().toURL()});
  }

  private static void serve(ClassLoader loader, Socket socket) throws Exception {
    Class<?> guide = loader.loadClass("BlockingEcho");
    Constructor<?> constructor = guide.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method serve = guide.getDeclaredMethod("serve", InputStream.class, OutputStream.class);
    serve.setAccessible(true);
    serve.invoke(constructor.newInstance(), socket.getInputStream(), socket.getOutputStream());
  }
}
