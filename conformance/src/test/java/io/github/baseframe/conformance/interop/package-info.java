/**
 * What interoperates with what, over real sockets.
 *
 * <table>
 *   <caption>Tests and peers</caption>
 *   <tr><th>test<th>ours<th>theirs
 *   <tr><td>{@code ServerWithJdkClientTest}<td>server<td>{@code java.net.http.WebSocket}
 *   <tr><td>{@code ServerWithWsClientTest}<td>server<td>ws on Node.js
 *   <tr><td>{@code ServerWithChromiumTest}<td>server, chat page<td>Chromium
 *   <tr><td>{@code ClientWithJettyTest}<td>client<td>Jetty
 *   <tr><td>{@code ClientWithNettyTest}<td>client<td>Netty
 *   <tr><td>{@code ClientWithUndertowTest}<td>client<td>Undertow
 *   <tr><td>{@code ClientWithWsTest}<td>client<td>ws on Node.js
 *   <tr><td>{@code ServerCompressionTest}<td>server<td>ws, Python's websockets, OkHttp, Jetty,
 *       Chromium
 *   <tr><td>{@code ClientCompressionTest}<td>client<td>ws, Jetty
 *   <tr><td>{@code BehindProxiesTest}<td>server, client<td>nginx, HAProxy
 *   <tr><td>{@code ProgramsTest}<td>client program, server program<td>
 * </table>
 *
 * <p>All servers behave as {@code Manners} says, so that the client's list of rules, {@code
 * ClientInteroperability}, is the same for each. What runs on Node.js is in {@code src/test/node}.
 */
package io.github.baseframe.conformance.interop;
