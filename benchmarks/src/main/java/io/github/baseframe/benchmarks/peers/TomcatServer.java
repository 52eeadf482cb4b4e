package io.github.baseframe.benchmarks.peers;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLHostConfigCertificate.Type;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * Embedded Tomcat with one worker thread. Its limit for a message is a buffer that each connection
 * allocates in advance, so it follows the run instead of being 64 MiB.
 */
final class TomcatServer implements EchoServer {

  private static final int MIN_BUFFER_BYTES = 8 << 10;
  private static final int MAX_CONNECTIONS = 20_000;

  @Override
  public int start(ServerOptions options) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(0);
    connector.setProperty("address", ServerOptions.HOST);
    connector.setProperty("minSpareThreads", Integer.toString(options.threads()));
    connector.setProperty("maxThreads", Integer.toString(options.threads()));
    connector.setProperty("maxConnections", Integer.toString(MAX_CONNECTIONS));
    connector.setProperty("acceptCount", Integer.toString(ServerOptions.BACKLOG));
    connector.setProperty("tcpNoDelay", "true");
    if (options.tls()) {
      useTls(connector);
    }
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    String buffer = Integer.toString(Math.max(MIN_BUFFER_BYTES, options.largestMessage()));
    context.addParameter("org.apache.tomcat.websocket.textBufferSize", buffer);
    context.addParameter("org.apache.tomcat.websocket.binaryBufferSize", buffer);
    context.addServletContainerInitializer(new WsSci(), Set.of(Echo.class, Broadcast.class));
    Tomcat.addServlet(context, "default", new DefaultServlet());
    context.addServletMapping("/", "default");
    tomcat.start();
    return connector.getLocalPort();
  }

  private static void useTls(Connector connector) throws Exception {
    SSLHostConfig host = new SSLHostConfig();
    SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host, Type.EC);
    certificate.setCertificateKeystore(Keys.keyStore());
    certificate.setCertificateKeystorePassword(Keys.PASSWORD);
    host.addCertificate(certificate);
    connector.addSslHostConfig(host);
    connector.setSecure(true);
    connector.setProperty("SSLEnabled", "true");
  }

  /** Sends back. It is public for Tomcat, which creates one for each connection. */
  @ServerEndpoint(ServerOptions.ECHO)
  public static final class Echo {

    /** For one connection. */
    public Echo() {}

    /**
     * Sends text back.
     *
     * @param text what came
     * @param session from where
     * @throws IOException if it cannot be sent
     */
    @OnMessage
    public void onText(String text, Session session) throws IOException {
      session.getBasicRemote().sendText(text);
    }

    /**
     * Sends binary back.
     *
     * @param payload what came
     * @param session from where
     * @throws IOException if it cannot be sent
     */
    @OnMessage
    public void onBinary(ByteBuffer payload, Session session) throws IOException {
      session.getBasicRemote().sendBinary(payload);
    }
  }

  /** Sends to all. It is public for Tomcat, which creates one for each connection. */
  @ServerEndpoint(ServerOptions.BROADCAST)
  public static final class Broadcast {
    private static final Set<Session> EVERYONE = ConcurrentHashMap.newKeySet();

    /** For one connection. */
    public Broadcast() {}

    /**
     * Remembers a connection.
     *
     * @param session the connection
     */
    @OnOpen
    public void onOpen(Session session) {
      EVERYONE.add(session);
    }

    /**
     * Forgets a connection.
     *
     * @param session the connection
     */
    @OnClose
    public void onClose(Session session) {
      EVERYONE.remove(session);
    }

    /**
     * Sends text to all.
     *
     * @param text what came
     * @throws IOException if it cannot be sent
     */
    @OnMessage
    public void onText(String text) throws IOException {
      for (Session session : EVERYONE) {
        session.getBasicRemote().sendText(text);
      }
    }

    /**
     * Sends binary to all.
     *
     * @param payload what came
     * @throws IOException if it cannot be sent
     */
    @OnMessage
    public void onBinary(ByteBuffer payload) throws IOException {
      for (Session session : EVERYONE) {
        session.getBasicRemote().sendBinary(payload.duplicate());
      }
    }
  }
}
