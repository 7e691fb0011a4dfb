package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.Optional;
import org.osswap.base.Failure;

/** What {@code ip -j addr} and {@code ip -j route} say. */
public final class IpJson {
  private static final String DEFAULT = "default";

  /** An interface's addresses in CIDR form, without link-local ones. */
  public record Link(
      int index, String name, String mac, boolean up, ImmutableList<String> addresses) {}

  /**
   * A route of the main table.
   *
   * @param protocol who made it; "kernel" for those that come with an address
   */
  public record Route(
      String destination,
      Optional<String> gateway,
      String device,
      String protocol,
      Optional<String> source,
      Optional<Long> metric) {
    public boolean isDefault() {
      return destination.equals(DEFAULT);
    }
  }

  private IpJson() {}

  public static ImmutableList<Link> links(String json) {
    return objects(json).stream()
        .filter(link -> !text(link, "ifname").isEmpty())
        .map(
            link ->
                new Link(
                    (int) number(link, "ifindex").orElse(0L).longValue(),
                    text(link, "ifname"),
                    text(link, "address"),
                    list(link, "flags").contains("UP"),
                    addresses(link)))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<String> addresses(Struct link) {
    return link.getFieldsOrDefault("addr_info", Value.getDefaultInstance())
        .getListValue()
        .getValuesList()
        .stream()
        .map(Value::getStructValue)
        .filter(address -> !text(address, "scope").equals("link"))
        .filter(address -> !text(address, "local").isEmpty())
        .map(
            address ->
                text(address, "local") + "/" + number(address, "prefixlen").orElse(32L))
        .collect(ImmutableList.toImmutableList());
  }

  /** The routes of the main table, multipath routes as one for each next hop. */
  public static ImmutableList<Route> routes(String json) {
    ImmutableList.Builder<Route> routes = ImmutableList.builder();
    for (Struct route : objects(json)) {
      String table = text(route, "table");
      if (!table.isEmpty() && !table.equals("main")) {
        continue;
      }
      ImmutableList<Struct> hops =
          route.getFieldsOrDefault("nexthops", Value.getDefaultInstance())
              .getListValue()
              .getValuesList()
              .stream()
              .map(Value::getStructValue)
              .collect(ImmutableList.toImmutableList());
      for (Struct hop : hops.isEmpty() ? ImmutableList.of(route) : hops) {
        routes.add(
            new Route(
                text(route, "dst"),
                Optional.of(text(hop, "gateway")).filter(gateway -> !gateway.isEmpty()),
                text(hop, "dev"),
                text(route, "protocol"),
                Optional.of(text(route, "prefsrc")).filter(source -> !source.isEmpty()),
                number(route, "metric")));
      }
    }
    return routes.build();
  }

  private static ImmutableList<Struct> objects(String json) {
    ListValue.Builder list = ListValue.newBuilder();
    try {
      JsonFormat.parser().merge(json.isBlank() ? "[]" : json, list);
    } catch (InvalidProtocolBufferException e) {
      throw new Failure(
          "read the network's set-up",
          "ip -j",
          "its output isn't JSON: " + e.getMessage(),
          "Install iproute2 5 or newer.",
          e);
    }
    return list.getValuesList().stream()
        .map(Value::getStructValue)
        .collect(ImmutableList.toImmutableList());
  }

  private static String text(Struct object, String field) {
    return object.getFieldsOrDefault(field, Value.getDefaultInstance()).getStringValue();
  }

  private static Optional<Long> number(Struct object, String field) {
    return object.containsFields(field)
        ? Optional.of((long) object.getFieldsOrThrow(field).getNumberValue())
        : Optional.empty();
  }

  private static ImmutableList<String> list(Struct object, String field) {
    return object.getFieldsOrDefault(field, Value.getDefaultInstance())
        .getListValue()
        .getValuesList()
        .stream()
        .map(Value::getStringValue)
        .collect(ImmutableList.toImmutableList());
  }
}
