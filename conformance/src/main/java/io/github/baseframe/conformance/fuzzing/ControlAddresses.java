package io.github.baseframe.conformance.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CaseRunner;
import io.github.baseframe.conformance.engine.Link;
import io.github.baseframe.conformance.engine.WireLog;
import io.github.baseframe.conformance.fuzzing.FuzzingServer.Command;
import io.github.baseframe.conformance.report.Words;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpHead;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what the path and the query of a request stand for. */
final class ControlAddresses {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Names are kept, and shown as the head of a column. */
  private static final int MAX_AGENT_CHARACTERS = 256;

  private final CaseSelection selection;
  private final List<ConformanceCase> cases;
  private final Results results;
  private final UpdateListener listener;

  ControlAddresses(CaseSelection selection, Results results, UpdateListener listener) {
    this.selection = selection;
    this.cases = selection.cases();
    this.results = results;
    this.listener = listener;
  }

  /**
   * Finds a command.
   *
   * @throws HandshakeException 404 if there is no such address, 400 if it lacks a parameter, 503 if
   *     there were too many names of clients
   */
  Command find(String path, String query) throws HandshakeException {
    Map<String, String> parameters = parse(query);
    return switch (path) {
      case "/getCaseCount" -> Command.say(String.valueOf(cases.size()));
      case "/getCaseInfo" -> info(requireCase(parameters));
      case "/runCase" -> run(requireCase(parameters), requireAgent(parameters));
      case "/getCaseStatus" -> status(requireCase(parameters), requireAgent(parameters));
      case "/updateReports" -> update(requireAgent(parameters));
      default -> throw HandshakeException.refusal(404, "there is no such address");
    };
  }

  private static Command info(ConformanceCase conformanceCase) {
    Map<String, String> info = new LinkedHashMap<>();
    info.put("id", conformanceCase.id());
    info.put("description", conformanceCase.sends());
    return Command.say(json(info));
  }

  /**
   * Blames a client whose request is no right opening handshake, if it asked for a case: its case
   * would be missing otherwise.
   */
  void noteRefusal(HttpHead request, String why, WireLog wireLog) {
    try {
      Map<String, String> parameters = parse(request.query());
      if (request.path().equals("/runCase")) {
        results.put(
            requireAgent(parameters),
            CaseResult.notOpened(
                requireCase(parameters),
                "The client's request was refused: " + why + ".",
                wireLog));
      }
    } catch (HandshakeException e) {
      // It does not say which case it asks for, so there is none to be blamed for.
    }
  }

  private Command run(ConformanceCase conformanceCase, String agent) throws HandshakeException {
    if (selection.isExcluded(agent, conformanceCase)) {
      return Command.say();
    }
    if (!results.hasRoomFor(agent)) {
      throw HandshakeException.refusal(503, "there are too many agents");
    }
    CompressionNegotiation compression = CompressionNegotiation.of(conformanceCase);
    return new Command() {
      @Override
      public ExtensionNegotiator extension() {
        return compression;
      }

      @Override
      public boolean answersTheRequest() {
        return conformanceCase.handshake() != null;
      }

      @Override
      public void run(Link link, HttpHead response, ByteBuffer early, WireLog wireLog) {
        results.begin(agent);
        try {
          String accept = response.fields().first("Sec-WebSocket-Accept");
          results.put(
              agent,
              answersTheRequest()
                  ? CaseRunner.runFromResponse(conformanceCase, link, accept, early, wireLog)
                  : CaseRunner.run(
                      conformanceCase,
                      link,
                      Role.SERVER,
                      early,
                      CompressionNegotiation.agreement(compression),
                      wireLog));
        } finally {
          results.end(agent);
        }
      }
    };
  }

  private Command update(String agent) {
    return (link, response, early, wireLog) -> {
      try {
        results.awaitEnd(agent);
        listener.onUpdateReports(agent);
        Command.say().run(link, response, early, wireLog);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private Command status(ConformanceCase conformanceCase, String agent) {
    if (selection.isExcluded(agent, conformanceCase)) {
      return Command.say(behavior(null));
    }
    return (link, response, early, wireLog) -> {
      try {
        CaseResult result = results.await(agent, conformanceCase);
        Command.say(behavior(result)).run(link, response, early, wireLog);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private static String behavior(CaseResult result) {
    return json(Map.of("behavior", result == null ? "MISSING" : Words.of(result.behavior())));
  }

  private static String json(Map<String, String> object) {
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings that are no JSON", e);
    }
  }

  /** A case is named by its place in the selection, or by its number. */
  private ConformanceCase requireCase(Map<String, String> parameters) throws HandshakeException {
    String id = parameters.get("casetuple");
    if (id != null) {
      return cases.stream()
          .filter(each -> each.id().equals(id))
          .findFirst()
          .orElseThrow(() -> badRequest("casetuple is the number of a case that is run here"));
    }
    String number = require(parameters, "case");
    try {
      return cases.get(Integer.parseInt(number) - 1);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw badRequest("case is a number from 1 to " + cases.size());
    }
  }

  private static String requireAgent(Map<String, String> parameters) throws HandshakeException {
    String agent = require(parameters, "agent");
    if (agent.length() > MAX_AGENT_CHARACTERS) {
      throw badRequest("agent has more than " + MAX_AGENT_CHARACTERS + " characters");
    }
    return agent;
  }

  private static String require(Map<String, String> parameters, String name)
      throws HandshakeException {
    String value = parameters.get(name);
    if (value == null) {
      throw badRequest("the parameter " + name + " is missing");
    }
    return value;
  }

  private static Map<String, String> parse(String query) throws HandshakeException {
    Map<String, String> parameters = new HashMap<>();
    if (query != null) {
      for (String parameter : query.split("&")) {
        String[] nameAndValue = parameter.split("=", 2);
        if (nameAndValue.length == 2) {
          parameters.put(decode(nameAndValue[0]), decode(nameAndValue[1]));
        }
      }
    }
    return parameters;
  }

  private static String decode(String text) throws HandshakeException {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw badRequest("the query has a malformed percent-encoding");
    }
  }

  private static HandshakeException badRequest(String message) {
    return HandshakeException.refusal(400, message);
  }
}
