package org.osswap.controller;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.proto.Machine;

/**
 * What the machine's owner decides once: {@code /etc/osswap/osswap.toml}. It travels to each
 * successor.
 *
 * <pre>
 * [handoff]
 * addresses = ["10.0.0.10/24", "10.0.0.11/24"]  # the machine's two; the successor gets the free one
 * gateway = "10.0.0.1"                          # may be left out
 * port = 7400                                   # of the successor's agent
 * attest_seconds = 300                          # how long a successor may take to boot
 * command_line = "console=ttyS1,115200"         # for every successor's kernel; may be left out
 * </pre>
 */
public record OsswapConfig(Handoff handoff) {

  static final String PATH = "/etc/osswap/osswap.toml";

  /** How incumbent and successor reach each other. */
  public record Handoff(
      ImmutableList<String> addresses,
      String gateway,
      int port,
      int attestSeconds,
      String commandLine) {

    /** The address that this OS has now, without its prefix length. */
    String incumbent(Machine machine) {
      return here(machine)
          .map(cidr -> cidr.substring(0, cidr.indexOf('/')))
          .orElseThrow(
              () ->
                  new Failure(
                      "choose the handoff address",
                      String.join(", ", addresses),
                      "this machine has neither of them",
                      "Give a NIC of this machine one of the two addresses in " + PATH + "."));
    }

    /** The address that is free for the successor, with its prefix length. */
    String successor(Machine machine) {
      String mine = here(machine).orElse("");
      return addresses.get(0).equals(mine) ? addresses.get(1) : addresses.get(0);
    }

    private Optional<String> here(Machine machine) {
      return addresses.stream()
          .filter(a -> machine.getNicsList().stream().anyMatch(n -> n.getAddressesList().contains(a)))
          .findFirst();
    }
  }

  /** Reads the configuration of the machine below {@code root}. */
  public static OsswapConfig read(SysRoot root) {
    String text =
        root.text(PATH)
            .orElseThrow(
                () ->
                    new Failure(
                        "read the configuration",
                        PATH,
                        "there is no such file",
                        "Write it, with the two addresses that the old and the new OS use in turn:"
                            + " [handoff] addresses = [\"10.0.0.10/24\", \"10.0.0.11/24\"]"));
    return parse(text);
  }

  static OsswapConfig parse(String text) {
    try {
      return new TomlMapper().readValue(text, File.class).checked();
    } catch (JacksonException e) {
      throw refused(e.getOriginalMessage());
    }
  }

  private static Failure refused(String cause) {
    return new Failure(
        "read the configuration", PATH, cause, "Correct the file: [handoff] with addresses, gateway, port, attest_seconds, command_line.");
  }

  private record File(@JsonProperty("handoff") Section handoff) {
    OsswapConfig checked() {
      if (handoff == null || handoff.addresses == null || handoff.addresses.size() != 2) {
        throw refused("handoff.addresses must name two addresses");
      }
      for (String address : handoff.addresses) {
        if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}")) {
          throw refused(address + " is no IPv4 address with a prefix length, as 10.0.0.10/24");
        }
      }
      int port = handoff.port == null ? 7400 : handoff.port;
      int attest = handoff.attestSeconds == null ? 300 : handoff.attestSeconds;
      if (port < 1 || port > 65535 || attest < 1) {
        throw refused("handoff.port or handoff.attest_seconds is out of range");
      }
      return new OsswapConfig(
          new Handoff(
              ImmutableList.copyOf(handoff.addresses),
              handoff.gateway == null ? "" : handoff.gateway,
              port,
              attest,
              handoff.commandLine == null ? "" : handoff.commandLine));
    }
  }

  private record Section(
      @JsonProperty("addresses") List<String> addresses,
      @JsonProperty("gateway") String gateway,
      @JsonProperty("port") Integer port,
      @JsonProperty("attest_seconds") Integer attestSeconds,
      @JsonProperty("command_line") String commandLine) {}
}
