package io.github.baseframe.conformance.interop;

import io.github.baseframe.conformance.engine.TestCertificate;
import io.github.baseframe.server.TrustedProxies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The proxies of docs/operations, and the ways in which they tell for whom they speak. */
enum ProxyWay {
  NGINX_X_FORWARDED("nginx.conf"),
  HAPROXY_FORWARDED("haproxy.cfg"),
  HAPROXY_PROXY_PROTOCOL_V1("haproxy-tcp.cfg"),
  HAPROXY_PROXY_PROTOCOL_V2("haproxy-tcp.cfg");

  /** How long a proxy of the tests leaves a connection alone that says nothing. */
  static final long IDLE_MILLIS = 2000;

  private static final Path EXAMPLES = Path.of("..", "docs", "operations");
  private static final String LOOPBACK = "127.0.0.1";

  private final String example;

  ProxyWay(String example) {
    this.example = example;
  }

  /** Says whether TLS is between client and server, and not between client and proxy. */
  boolean passesTlsOn() {
    return example.equals("haproxy-tcp.cfg");
  }

  /** What the servers behind it have to believe. */
  TrustedProxies trusted() {
    TrustedProxies.Builder proxies = TrustedProxies.builder();
    return switch (this) {
      case NGINX_X_FORWARDED -> proxies.xForwardedFrom(LOOPBACK).build();
      case HAPROXY_FORWARDED -> proxies.forwardedFrom(LOOPBACK).build();
      default -> proxies.proxyProtocolFrom(LOOPBACK).build();
    };
  }

  /**
   * Starts it. Of the example only what this machine has otherwise is changed, and the time that
   * nobody wants to wait for.
   *
   * @param directory for its files
   * @param certificate for TLS with clients
   * @param port where it listens
   * @param servers the ports of the two servers
   */
  ChildProcess start(Path directory, TestCertificate certificate, int port, List<Integer> servers)
      throws IOException {
    String settings =
        replace(Files.readString(EXAMPLES.resolve(example)), ":8080", ":" + servers.get(0));
    settings = replace(settings, ":8081", ":" + servers.get(1));
    settings = replace(settings, " 90s", " " + IDLE_MILLIS + "ms");
    Path file = directory.resolve(example);
    if (this == NGINX_X_FORWARDED) {
      settings = replace(settings, "listen 443", "listen " + LOOPBACK + ":" + port);
      settings = replace(settings, "/etc/ssl/app.example/fullchain.pem", certificate.pem());
      settings = replace(settings, "/etc/ssl/app.example/privkey.pem", certificate.privateKey());
      settings = replace(settings, "http {\n", "http {\naccess_log off;\n" + folders(directory));
      Files.writeString(file, settings);
      String globals = "daemon off; error_log stderr; pid " + directory.resolve("nginx.pid") + ";";
      return ChildProcess.start(List.of("nginx", "-c", file.toString(), "-g", globals));
    }
    settings = replace(settings, "maxconn 20000", "maxconn 100");
    settings = replace(settings, "bind :443", "bind " + LOOPBACK + ":" + port);
    if (!passesTlsOn()) {
      Path both = directory.resolve("both.pem");
      Files.writeString(
          both, Files.readString(certificate.pem()) + Files.readString(certificate.privateKey()));
      settings = replace(settings, "/etc/haproxy/app.example.pem", both);
    }
    if (this == HAPROXY_PROXY_PROTOCOL_V1) {
      settings = replace(settings, "send-proxy-v2", "send-proxy");
    }
    Files.writeString(file, settings);
    return ChildProcess.start(List.of("haproxy", "-db", "-f", file.toString()));
  }

  /** Where nginx keeps what it spools; its own places belong to another user. */
  private static String folders(Path directory) {
    List<String> folders = new ArrayList<>();
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      folders.add(kind + "_temp_path " + directory.resolve(kind) + ";\n");
    }
    return String.join("", folders);
  }

  private static String replace(String settings, String old, Object now) {
    if (!settings.contains(old)) {
      throw new AssertionError("the example does not say " + old);
    }
    return settings.replace(old, now.toString());
  }
}
