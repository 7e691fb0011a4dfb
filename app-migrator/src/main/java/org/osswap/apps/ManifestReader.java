package org.osswap.apps;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osswap.apps.AppManifest.Finder;
import org.osswap.proto.HealthCheck;

/** Turns one manifest's tree into a value, and complains about everything that is wrong with it. */
final class ManifestReader {
  private static final ImmutableSet<String> KEYS =
      ImmutableSet.of("name", "unit", "pid_file", "command", "address", "health", "files", "order");
  private static final ImmutableSet<String> HEALTH_KEYS = ImmutableSet.of("tcp", "http", "command");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

  private final String file;
  private final Consumer<String> problems;
  private boolean good = true;

  ManifestReader(String file, Consumer<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  Optional<AppManifest> manifest(JsonNode tree) {
    checkKeys("", tree, KEYS);
    Optional<String> name = text(tree, "name");
    if (!tree.has("name")) {
      complain("name is missing");
    } else if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      complain("name: \"" + name.get() + "\" is not up to 32 letters, digits, dashes, underscores");
    }
    Optional<Finder> finder = finder(tree);
    Optional<String> address = text(tree, "address").filter(this::isAddress);
    HealthCheck health = health(tree.path("health"));
    ImmutableList<String> files = files(tree.path("files"));
    int order = order(tree.path("order"));
    return good
        ? Optional.of(new AppManifest(name.get(), finder.get(), address, health, files, order))
        : Optional.empty();
  }

  private Optional<Finder> finder(JsonNode tree) {
    List<Finder.Kind> kinds =
        Stream.of(Finder.Kind.values()).filter(kind -> tree.has(keyOf(kind))).toList();
    if (kinds.size() != 1) {
      complain("exactly one of unit, pid_file, command must be there, not " + kinds.size());
      return Optional.empty();
    }
    Finder.Kind kind = kinds.get(0);
    return text(tree, keyOf(kind)).map(value -> checked(new Finder(kind, value)));
  }

  private Finder checked(Finder one) {
    if (one.kind() == Finder.Kind.PID_FILE && !one.value().startsWith("/")) {
      complain("pid_file: \"" + one.value() + "\" is not an absolute path");
    }
    if (one.kind() == Finder.Kind.UNIT && !one.value().endsWith(".service")) {
      complain("unit: \"" + one.value() + "\" is not a .service");
    }
    return one;
  }

  private static String keyOf(Finder.Kind kind) {
    return switch (kind) {
      case UNIT -> "unit";
      case PID_FILE -> "pid_file";
      case COMMAND -> "command";
    };
  }

  private boolean isAddress(String cidr) {
    int slash = cidr.indexOf('/');
    boolean ok =
        slash > 0
            && InetAddresses.isInetAddress(cidr.substring(0, slash))
            && cidr.indexOf(':') < 0
            && cidr.substring(slash + 1).matches("[0-9]|[12][0-9]|3[0-2]");
    if (!ok) {
      complain("address: \"" + cidr + "\" is not an IPv4 address with prefix length: 10.0.0.1/32");
    }
    return ok;
  }

  private HealthCheck health(JsonNode tree) {
    HealthCheck.Builder health = HealthCheck.newBuilder();
    if (tree.isMissingNode()) {
      return health.build();
    }
    if (!tree.isObject()) {
      complain("health: is not a table like { tcp = \"host:port\" }");
      return health.build();
    }
    checkKeys("health.", tree, HEALTH_KEYS);
    if (tree.size() != 1) {
      complain("health: exactly one of tcp, http, command must be there");
    }
    text(tree, "tcp").filter(this::isEndpoint).ifPresent(health::setTcp);
    text(tree, "http").filter(this::isUrl).ifPresent(health::setHttp);
    text(tree, "command").ifPresent(health::setCommand);
    return health.build();
  }

  private boolean isEndpoint(String endpoint) {
    boolean ok =
        endpoint.matches("[^:]+:[0-9]{1,5}")
            && Integer.parseInt(endpoint.substring(endpoint.indexOf(':') + 1)) < 65536;
    if (!ok) {
      complain("health.tcp: \"" + endpoint + "\" is not host:port");
    }
    return ok;
  }

  private boolean isUrl(String url) {
    boolean ok = url.matches("http://[^ ]+");
    if (!ok) {
      complain("health.http: \"" + url + "\" is not an http:// address");
    }
    return ok;
  }

  private ImmutableList<String> files(JsonNode tree) {
    ImmutableList.Builder<String> files = ImmutableList.builder();
    if (!tree.isMissingNode() && !tree.isArray()) {
      complain("files: is not a list");
    }
    for (JsonNode entry : tree) {
      if (!entry.isTextual() || !entry.asText().startsWith("/")) {
        complain("files: " + entry + " is not an absolute path");
      } else {
        files.add(Paths.normalize(entry.asText()));
      }
    }
    return files.build();
  }

  private int order(JsonNode tree) {
    if (!tree.isMissingNode() && !tree.isInt()) {
      complain("order: " + tree + " is not a whole number");
    }
    return tree.asInt(0);
  }

  private Optional<String> text(JsonNode tree, String key) {
    JsonNode value = tree.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.asText().isBlank()) {
      complain(key + ": " + value + " is not a text");
      return Optional.empty();
    }
    return Optional.of(value.asText());
  }

  private void checkKeys(String prefix, JsonNode tree, ImmutableSet<String> known) {
    tree.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                complain(
                    "unknown key \"" + prefix + key + "\" (did you mean \"" + prefix
                        + NearestName.of(key, known) + "\"?)");
              }
            });
  }

  private void complain(String problem) {
    good = false;
    problems.accept(file + ": " + problem);
  }
}
