package io.github.baseframe.server;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the route of a request: the one of exactly its path, else the longest wildcard. */
final class Routes {

  private final Map<String, Route> exact = new HashMap<>();
  private final List<Route> wildcards;

  /**
   * Makes the table.
   *
   * @param routes in any order
   * @throws IllegalArgumentException if two have the same path
   */
  Routes(List<Route> routes) {
    for (Route route : routes) {
      if (exact.put(route.path(), route) != null) {
        throw new IllegalArgumentException("two routes for " + route.path());
      }
    }
    this.wildcards =
        routes.stream()
            .filter(Route::isWildcard)
            .sorted(Comparator.comparingInt((Route route) -> route.path().length()).reversed())
            .toList();
    exact.values().removeAll(wildcards);
  }

  /**
   * Finds a route.
   *
   * @param path the path of a request
   * @return its route, or null
   */
  Route find(String path) {
    Route route = exact.get(path);
    for (int i = 0; route == null && i < wildcards.size(); i++) {
      if (wildcards.get(i).covers(path)) {
        route = wildcards.get(i);
      }
    }
    return route;
  }
}
