package org.osswap.controller;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.payload.AgentPayload;
import org.osswap.proto.SwapConfig;

/** Where the files that travelled in the successor's initrd are, and what they say. */
public final class AgentHome {
  /** Directory of this side's keys: 0700. */
  public static final String CREDENTIALS = "/etc/osswap/credentials";

  public static final String CONFIG = AgentPayload.SWAP_CONFIG;

  private AgentHome() {}

  /**
   * What this successor was started for.
   *
   * @throws Failure if this OS was not started by osswap
   */
  public static SwapConfig read(SysRoot root) {
    String json =
        root.text(CONFIG)
            .orElseThrow(
                () ->
                    refused(
                        "there is no such file", "The agent runs only where osswap started the OS."));
    try {
      SwapConfig.Builder config = SwapConfig.newBuilder();
      JsonFormat.parser().merge(json, config);
      return config.build();
    } catch (InvalidProtocolBufferException e) {
      throw refused(e.getMessage(), "Both sides must run the same osswap.");
    }
  }

  private static Failure refused(String cause, String remedy) {
    return new Failure("read the swap's configuration", CONFIG, cause, remedy);
  }
}
