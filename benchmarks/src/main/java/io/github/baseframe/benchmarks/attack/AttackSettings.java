package io.github.baseframe.benchmarks.attack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How servers are started and attacked.
 *
 * @param classPath has the server program
 * @param jvmOptions such as {@code -Xmx256m}
 * @param serverOptions the command line of the server, without port and keystore
 * @param attackers how many, where the kind does not say
 * @param length of each attack
 * @param directory where logs are written
 */
public record AttackSettings(
    String classPath,
    List<String> jvmOptions,
    List<String> serverOptions,
    int attackers,
    Duration length,
    Path directory) {}
