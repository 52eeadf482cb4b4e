package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.cases.CompressionRequest;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CompressionAgreement;
import io.github.baseframe.protocol.handshake.Extension;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tester's part in negotiating permessage-deflate for one case on one connection, in either
 * role (RFC 7692 section 7.1). It makes no transforms, as the tester compresses by other means than
 * the protocol module; {@link #agreement} tells how.
 */
public final class CompressionNegotiation implements ExtensionNegotiator {

  private static final String NAME = "permessage-deflate";
  private static final String SERVER_CONTEXT = "server_no_context_takeover";
  private static final String CLIENT_CONTEXT = "client_no_context_takeover";
  private static final String SERVER_WINDOW = "server_max_window_bits";
  private static final String CLIENT_WINDOW = "client_max_window_bits";
  private static final Set<String> CONTEXTS = Set.of(SERVER_CONTEXT, CLIENT_CONTEXT);
  private static final Set<String> WINDOWS = Set.of(SERVER_WINDOW, CLIENT_WINDOW);

  private static final int FULL_WINDOW_BITS = 15;

  private final List<CompressionRequest> requests;
  private CompressionAgreement agreement;

  private CompressionNegotiation(List<CompressionRequest> requests) {
    this.requests = requests;
  }

  /**
   * Begins a negotiation.
   *
   * @param conformanceCase the case
   * @return null if the case is without compression
   */
  public static CompressionNegotiation of(ConformanceCase conformanceCase) {
    List<CompressionRequest> requests = conformanceCase.compression();
    return requests.isEmpty() ? null : new CompressionNegotiation(requests);
  }

  /**
   * Returns what was agreed on.
   *
   * @param negotiation a negotiation, or null
   * @return null if nothing was agreed on
   */
  public static CompressionAgreement agreement(CompressionNegotiation negotiation) {
    return negotiation == null ? null : negotiation.agreement;
  }

  @Override
  public List<Extension> offers() {
    return requests.stream().map(CompressionNegotiation::offer).toList();
  }

  private static Extension offer(CompressionRequest request) {
    List<Extension.Parameter> parameters = new ArrayList<>();
    if (request.noContextTakeover()) {
      parameters.add(new Extension.Parameter(CLIENT_CONTEXT, null));
      parameters.add(new Extension.Parameter(SERVER_CONTEXT, null));
    }
    parameters.add(new Extension.Parameter(CLIENT_WINDOW, null));
    if (request.maxWindowBits() > 0) {
      parameters.add(parameter(SERVER_WINDOW, request.maxWindowBits()));
    }
    return new Extension(NAME, parameters);
  }

  private static Extension.Parameter parameter(String name, int number) {
    return new Extension.Parameter(name, Integer.toString(number));
  }

  @Override
  public Agreement verify(List<Extension> answer) {
    Map<String, Integer> parameters = answer.size() == 1 ? parse(answer.get(0), false) : null;
    for (CompressionRequest request : requests) {
      if (parameters != null && grants(parameters, request)) {
        // 7.1.1.2: who offers to do without context takeover does so, confirmed or not.
        boolean noContextTakeover =
            parameters.containsKey(CLIENT_CONTEXT) || request.noContextTakeover();
        agreement =
            new CompressionAgreement(
                !noContextTakeover,
                parameters.getOrDefault(CLIENT_WINDOW, FULL_WINDOW_BITS),
                !parameters.containsKey(SERVER_CONTEXT),
                parameters.getOrDefault(SERVER_WINDOW, FULL_WINDOW_BITS));
        return new Agreement(answer.get(0), () -> null);
      }
    }
    return null;
  }

  /** 7.1.1.1 and 7.1.2.1: who accepts an offer grants all that it asks for, or more. */
  private static boolean grants(Map<String, Integer> answer, CompressionRequest request) {
    int maxWindowBits = request.maxWindowBits() == 0 ? Integer.MAX_VALUE : request.maxWindowBits();
    int defaultWindowBits = request.maxWindowBits() == 0 ? FULL_WINDOW_BITS : Integer.MAX_VALUE;
    return answer.getOrDefault(SERVER_WINDOW, defaultWindowBits) <= maxWindowBits
        && (answer.containsKey(SERVER_CONTEXT) || !request.noContextTakeover());
  }

  @Override
  public Agreement accept(List<Extension> offers) {
    for (CompressionRequest request : requests) {
      for (Extension extension : offers) {
        Map<String, Integer> offer = parse(extension, true);
        // 7.1.2.2: a server asks this only of a client that offered to be asked.
        if (offer != null && (request.maxWindowBits() == 0 || offer.containsKey(CLIENT_WINDOW))) {
          return new Agreement(answer(request, offer), () -> null);
        }
      }
    }
    return null;
  }

  private Extension answer(CompressionRequest request, Map<String, Integer> offer) {
    List<Extension.Parameter> parameters = new ArrayList<>();
    if (offer.containsKey(SERVER_CONTEXT)) {
      parameters.add(new Extension.Parameter(SERVER_CONTEXT, null));
    }
    if (offer.containsKey(SERVER_WINDOW)) {
      parameters.add(parameter(SERVER_WINDOW, offer.get(SERVER_WINDOW)));
    }
    if (request.noContextTakeover()) {
      parameters.add(new Extension.Parameter(CLIENT_CONTEXT, null));
    }
    int subjectBits = FULL_WINDOW_BITS;
    if (request.maxWindowBits() > 0) {
      subjectBits = Math.min(request.maxWindowBits(), offer.get(CLIENT_WINDOW));
      parameters.add(parameter(CLIENT_WINDOW, subjectBits));
    }
    agreement =
        new CompressionAgreement(
            !offer.containsKey(SERVER_CONTEXT),
            offer.getOrDefault(SERVER_WINDOW, FULL_WINDOW_BITS),
            !request.noContextTakeover(),
            subjectBits);
    return new Extension(NAME, parameters);
  }

  /** Reads the parameters of an offer or an answer; null if they break a rule of 7.1. */
  private static Map<String, Integer> parse(Extension extension, boolean offer) {
    boolean valid = extension.name().equals(NAME);
    Map<String, Integer> parameters = new HashMap<>();
    for (Extension.Parameter parameter : extension.parameters()) {
      String name = parameter.name();
      String value = parameter.value();
      boolean mayLackValue = CONTEXTS.contains(name) || offer && name.equals(CLIENT_WINDOW);
      valid &=
          value == null ? mayLackValue : WINDOWS.contains(name) && value.matches("[89]|1[0-5]");
      if (valid) {
        valid =
            parameters.put(name, value == null ? FULL_WINDOW_BITS : Integer.valueOf(value)) == null;
      }
    }
    return valid ? parameters : null;
  }

  /** There is nothing to give back. */
  @Override
  public void close() {}
}
