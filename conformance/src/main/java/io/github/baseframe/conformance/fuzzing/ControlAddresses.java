package io.github.baseframe.conformance.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CaseRunner;
import io.github.baseframe.conformance.engine.Link;
import io.github.baseframe.conformance.fuzzing.FuzzingServer.Command;
import io.github.baseframe.protocol.Role;
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

  private final List<ConformanceCase> cases;
  private final Results results;

  ControlAddresses(List<ConformanceCase> cases, Results results) {
    this.cases = List.copyOf(cases);
    this.results = results;
  }

  /**
   * Finds a command.
   *
   * @throws HandshakeException 404 if there is no such address, 400 if it lacks a parameter
   */
  Command find(String path, String query) throws HandshakeException {
    Map<String, String> parameters = parse(query);
    return switch (path) {
      case "/getCaseCount" -> Command.say(String.valueOf(cases.size()));
      case "/getCaseInfo" -> info(requireCase(parameters));
      case "/runCase" -> run(requireCase(parameters), require(parameters, "agent"));
      case "/getCaseStatus" -> status(requireCase(parameters), require(parameters, "agent"));
      case "/updateReports" -> {
        require(parameters, "agent");
        yield Command.say();
      }
      default -> throw HandshakeException.refusal(404, "there is no such address");
    };
  }

  private static Command info(ConformanceCase conformanceCase) {
    Map<String, String> info = new LinkedHashMap<>();
    info.put("id", conformanceCase.id());
    info.put("description", conformanceCase.sends());
    return Command.say(json(info));
  }

  private Command run(ConformanceCase conformanceCase, String agent) {
    if (conformanceCase.handshake() == null) {
      return (link, response, early) ->
          results.put(agent, CaseRunner.run(conformanceCase, link, Role.SERVER, early));
    }
    return new Command() {
      @Override
      public boolean answersTheRequest() {
        return true;
      }

      @Override
      public void run(Link link, HttpHead response, ByteBuffer early) {
        String accept = response.fields().first("Sec-WebSocket-Accept");
        results.put(agent, CaseRunner.runFromResponse(conformanceCase, link, accept, early));
      }
    };
  }

  private Command status(ConformanceCase conformanceCase, String agent) {
    return (link, response, early) -> {
      try {
        CaseResult result = results.await(agent, conformanceCase);
        String behavior = result == null ? "MISSING" : result.behavior().name().replace('_', '-');
        Command.say(json(Map.of("behavior", behavior))).run(link, response, early);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private static String json(Map<String, String> object) {
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings that are no JSON", e);
    }
  }

  private ConformanceCase requireCase(Map<String, String> parameters) throws HandshakeException {
    String number = require(parameters, "case");
    try {
      return cases.get(Integer.parseInt(number) - 1);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw badRequest("case is a number from 1 to " + cases.size());
    }
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
