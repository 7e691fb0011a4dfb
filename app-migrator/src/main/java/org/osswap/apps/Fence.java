package org.osswap.apps;

import org.osswap.proto.Undo;

/**
 * Holds traffic to and from a service address back while its application is between two systems.
 *
 * <p>New connections are dropped: their SYN comes again. Everything else is answered with ICMP host
 * unreachable, which makes a client's TCP try again at its plain retransmission time-out instead of
 * doubling it each time (RFC 6069). CRIU's own packets carry the mark 0xc114 and pass.
 */
final class Fence {
  private Fence() {}

  /** For the side where the application is: its address is there to be seen by the neighbours. */
  static String shown(String app, String ip) {
    return "table ip %1$s { }\ndelete table ip %1$s\n".formatted(AppNames.table(app))
        + ipTable(app, ip);
  }

  /** For the side where it will be: the neighbours must not learn of the address yet either. */
  static String hidden(String app, String ip) {
    String table = AppNames.table(app);
    return shown(app, ip)
        + """
        table arp %1$s { }
        delete table arp %1$s
        table arp %1$s {
          chain in {
            type filter hook input priority 0;
            arp daddr ip %2$s drop
          }
          chain out {
            type filter hook output priority 0;
            arp saddr ip %2$s drop
          }
        }
        """
            .formatted(table, ip);
  }

  private static String ipTable(String app, String ip) {
    return """
        table ip %1$s {
          chain in {
            type filter hook input priority -10;
            meta mark 0xc114 accept
            ip daddr %2$s tcp flags & (syn | ack) == syn drop
            ip daddr %2$s meta l4proto tcp reject with icmp type host-unreachable
          }
          chain out {
            type filter hook output priority -10;
            meta mark 0xc114 accept
            ip saddr %2$s meta l4proto tcp drop
          }
        }
        """
        .formatted(AppNames.table(app), ip);
  }

  /** Takes a fence away, whether it is there or not, in one transaction. */
  static String gone(String app, boolean hidden) {
    String text = "table ip %1$s { }\ndelete table ip %1$s\n".formatted(AppNames.table(app));
    return hidden
        ? text + "table arp %1$s { }\ndelete table arp %1$s\n".formatted(AppNames.table(app))
        : text;
  }

  /** What a rollback does when the one who fenced is dead. */
  static Undo undo(String app) {
    String table = AppNames.table(app);
    return Undo.newBuilder()
        .setWhat("remove the fence of " + app)
        .setCommand(
            Undo.Command.newBuilder()
                .addArgv("nft")
                .addArgv("table ip %1$s { }; delete table ip %1$s".formatted(table)))
        .build();
  }
}
