package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the system gives a process, as a process of its own: descriptors, and an open socket. */
class DescriptorsTest {

  private static final Path BASH = Path.of("/bin/bash");

  /** The server, at the port or on the socket that it is told. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      ListenAddresses.Builder addresses = ListenAddresses.builder();
      if (arguments[0].equals("inherited")) {
        addresses.inherited();
      } else {
        addresses.address(new InetSocketAddress("127.0.0.1", 0));
      }
      WebSocketServer server =
          WebSocketServer.builder()
              .listen(addresses.build())
              .loops(1)
              .route("/", new EchoHandler())
              .start();
      System.out.println(server.port());
    }
  }

  /** Starts it by a shell that does something first. */
  private static ProcessBuilder program(String first, String classPath, String argument) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
        BASH.toString(),
        "-c",
        first + "exec \"$@\"",
        "bash",
        java,
        "-Xmx64m",
        "-cp",
        classPath,
        Program.class.getName(),
        argument);
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void assertEchoes(int port) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(RawClient.upgrade("/").getBytes(UTF_8));
      socket.getOutputStream().write(HexFormat.of().parseHex("8281" + "00000000" + "61"));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) in.readUnsignedByte());
      }
      assertThat(head).startsWith("HTTP/1.1 101 ");
      assertThat(HexFormat.of().formatHex(in.readNBytes(3))).isEqualTo("820161");
    }
  }

  /** As it is delivered: out of a jar classes are loaded without opening a file for each. */
  private static String jars(Path directory) {
    StringBuilder jars = new StringBuilder();
    int count = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      String jar = entry;
      // An empty entry would be the directory that the tests run in.
      if (!entry.isEmpty() && Files.isDirectory(Path.of(entry))) {
        count++;
        jar = directory.resolve(count + ".jar").toString();
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "--create", "--file", jar, "-C", entry, ".");
      }
      jars.append(jar).append(File.pathSeparator);
    }
    return jars.toString();
  }

  /** The first sockets of a process that are written to and closed are those beyond the limit. */
  @Test
  void whenDescriptorsHaveRunOutAndComeBackItGoesOn(@TempDir Path directory) throws Exception {
    assumeTrue(Files.isExecutable(BASH));
    Process process = program("ulimit -n 256; ", jars(directory), "0").start();
    try {
      BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      int port = Integer.parseInt(out.readLine());
      BufferedReader errors =
          new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
      List<Socket> held = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        held.add(connect(port));
      }
      // The line of the log, where the logger first writes the time and then the message.
      String line = errors.readLine() + errors.readLine();
      assertThat(line).contains("could not be accepted").contains("Too many open files");

      for (Socket socket : held) {
        socket.close();
      }

      assertEchoes(port);
      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** As systemd does it: the listening socket is the standard input of the process. */
  @Test
  void aSocketThatIsTheStandardInputIsListenedTo() throws Exception {
    Path python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(BASH) && Files.isExecutable(python));
    String script =
        "import os, socket, sys\n"
            + "s = socket.create_server(('127.0.0.1', 0))\n"
            + "os.dup2(s.fileno(), 0)\n"
            + "os.execvp(sys.argv[1], sys.argv[1:])\n";
    List<String> command = new ArrayList<>(List.of(python.toString(), "-c", script));
    command.addAll(program("", System.getProperty("java.class.path"), "inherited").command());
    Process process = new ProcessBuilder(command).start();
    try {
      BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      assertEchoes(Integer.parseInt(out.readLine()));
    } finally {
      process.destroyForcibly();
    }
  }
}
