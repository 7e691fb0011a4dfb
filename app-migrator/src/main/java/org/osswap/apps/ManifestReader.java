package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osswap.apps.AppManifest.Finder;
import org.osswap.proto.HealthCheck;
import org.osswap.proto.LossPolicy;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Turns one manifest's tree into a value, and complains about everything that is wrong with it. */
final class ManifestReader {
  private static final ImmutableSet<String> KEYS =
      ImmutableSet.of(
          "name", "unit", "pid_file", "command", "address", "health", "files", "order", "checkpoint",
          "start", "paths");
  private static final ImmutableSet<String> PATHS_KEYS =
      ImmutableSet.of("disks", "limit_s", "policy");
  private static final ImmutableSet<String> CHECKPOINT_KEYS = ImmutableSet.of("every_s");
  private static final int LONGEST_INTERVAL_S = 86_400;
  private static final ImmutableSet<String> HEALTH_KEYS = ImmutableSet.of("tcp", "http", "command");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

  private final String file;
  private final Consumer<String> problems;
  private boolean good = true;

  ManifestReader(String file, Consumer<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  Optional<AppManifest> manifest(TomlTable tree) {
    checkKeys("", tree, KEYS);
    Optional<String> name = text(tree, "name");
    if (value(tree, "name").isEmpty()) {
      complain("name is missing");
    } else if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      complain("name: \"" + name.get() + "\" is not up to 32 letters, digits, dashes, underscores");
    }
    Optional<Finder> finder = finder(tree);
    Optional<String> address = text(tree, "address").filter(this::isAddress);
    HealthCheck health = health(value(tree, "health"));
    ImmutableList<String> files = files(value(tree, "files"));
    int order = order(value(tree, "order"));
    Duration checkpointEvery = checkpointEvery(value(tree, "checkpoint"));
    ImmutableList<String> start = start(value(tree, "start"));
    AppPaths paths = paths(value(tree, "paths"));
    return good
        ? Optional.of(
            new AppManifest(
                name.get(), finder.get(), address, health, files, order, checkpointEvery, start,
                paths))
        : Optional.empty();
  }

  private Optional<Finder> finder(TomlTable tree) {
    List<Finder.Kind> kinds =
        Stream.of(Finder.Kind.values()).filter(kind -> value(tree, keyOf(kind)).isPresent()).toList();
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

  private HealthCheck health(Optional<Object> value) {
    HealthCheck.Builder health = HealthCheck.newBuilder();
    if (value.isEmpty()) {
      return health.build();
    }
    if (!(value.get() instanceof TomlTable tree)) {
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

  private ImmutableList<String> files(Optional<Object> value) {
    if (value.isEmpty()) {
      return ImmutableList.of();
    }
    if (!(value.get() instanceof TomlArray list)) {
      complain("files: is not a list");
      return ImmutableList.of();
    }
    ImmutableList.Builder<String> files = ImmutableList.builder();
    for (Object entry : list.toList()) {
      if (entry instanceof String path && path.startsWith("/") && path.indexOf('\0') < 0) {
        files.add(Paths.normalize(path));
      } else {
        complain("files: " + shown(entry) + " is not an absolute path");
      }
    }
    return files.build();
  }

  private int order(Optional<Object> value) {
    if (value.isEmpty()) {
      return 0;
    }
    if (value.get() instanceof Long order && order.intValue() == order) {
      return order.intValue();
    }
    complain("order: " + shown(value.get()) + " is not a whole number");
    return 0;
  }

  private Duration checkpointEvery(Optional<Object> value) {
    if (value.isEmpty()) {
      return Duration.ZERO;
    }
    if (!(value.get() instanceof TomlTable tree)) {
      complain("checkpoint: is not a table like { every_s = 30 }");
      return Duration.ZERO;
    }
    checkKeys("checkpoint.", tree, CHECKPOINT_KEYS);
    Optional<Object> every = value(tree, "every_s");
    if (every.orElse(-1L) instanceof Long seconds && seconds >= 0 && seconds <= LONGEST_INTERVAL_S) {
      return Duration.ofSeconds(seconds);
    }
    complain(
        "checkpoint.every_s: "
            + every.map(ManifestReader::shown).orElse("nothing")
            + " is not a number of seconds from 0 (never) to "
            + LONGEST_INTERVAL_S);
    return Duration.ZERO;
  }

  /** The program is named by its path: nobody's environment says where it is after a crash. */
  private ImmutableList<String> start(Optional<Object> value) {
    if (value.isEmpty()) {
      return ImmutableList.of();
    }
    if (value.get() instanceof TomlArray list
        && !list.isEmpty()
        && list.toList().stream().allMatch(word -> word instanceof String s && s.indexOf('\0') < 0)
        && list.get(0).toString().startsWith("/")) {
      return list.toList().stream().map(String::valueOf).collect(ImmutableList.toImmutableList());
    }
    complain("start: is not a list of texts, of which the first is an absolute path");
    return ImmutableList.of();
  }

  private AppPaths paths(Optional<Object> value) {
    if (value.isEmpty()) {
      return AppPaths.NONE;
    }
    if (!(value.get() instanceof TomlTable tree)) {
      complain("paths: is not a table like { disks = [\"/dev/mapper/data\"], policy = \"takeover\" }");
      return AppPaths.NONE;
    }
    checkKeys("paths.", tree, PATHS_KEYS);
    return new AppPaths(
        disks(value(tree, "disks")), limit(value(tree, "limit_s")), policy(value(tree, "policy")));
  }

  private ImmutableList<String> disks(Optional<Object> value) {
    if (value.isPresent()
        && value.get() instanceof TomlArray list
        && !list.isEmpty()
        && list.toList().stream()
            .allMatch(entry -> entry instanceof String path && AppPaths.isDevice(path))) {
      return list.toList().stream()
          .map(String::valueOf)
          .distinct()
          .collect(ImmutableList.toImmutableList());
    }
    complain("paths.disks: is not a list of block devices, as /dev/mapper/data");
    return ImmutableList.of();
  }

  private Optional<Duration> limit(Optional<Object> value) {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Long seconds
        && seconds >= 1
        && seconds <= AppPaths.LONGEST_LIMIT_S) {
      return Optional.of(Duration.ofSeconds(seconds));
    }
    complain(
        "paths.limit_s: "
            + shown(value.get())
            + " is not a number of seconds from 1 to "
            + AppPaths.LONGEST_LIMIT_S);
    return Optional.empty();
  }

  private Optional<LossPolicy> policy(Optional<Object> value) {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<LossPolicy> policy =
        value.filter(String.class::isInstance).map(String::valueOf).flatMap(AppPaths::policy);
    if (policy.isEmpty()) {
      complain("paths.policy: " + shown(value.get()) + " is not " + AppPaths.POLICY_NAMES);
    }
    return policy;
  }

  private Optional<String> text(TomlTable tree, String key) {
    Optional<Object> value = value(tree, key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof String text && !text.isBlank() && text.indexOf('\0') < 0) {
      return Optional.of(text);
    }
    complain(key + ": " + shown(value.get()) + " is not a text");
    return Optional.empty();
  }

  private static Optional<Object> value(TomlTable tree, String key) {
    return Optional.ofNullable(tree.get(ImmutableList.of(key)));
  }

  /** A value as a message names it: texts in quotes. */
  private static String shown(Object value) {
    return value instanceof String text ? "\"" + text + "\"" : value.toString();
  }

  private void checkKeys(String prefix, TomlTable tree, ImmutableSet<String> known) {
    for (String key : tree.keySet()) {
      if (!known.contains(key)) {
        complain(
            "unknown key \"" + prefix + key + "\" (did you mean \"" + prefix
                + NearestName.of(key, known) + "\"?)");
      }
    }
  }

  private void complain(String problem) {
    good = false;
    problems.accept(file + ": " + problem);
  }
}
