package org.osswap.drill;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.proto.ClientReport;
import org.osswap.proto.SwapReport;

/**
 * What was seen of one run; times in milliseconds since the epoch, by the operator's clock.
 *
 * @param broke when it was broken
 * @param foundDead when the incumbent was first seen to give the successor up; 0: never
 * @param healed when the damage was undone; 0: it wasn't
 * @param ended when the drill had its end
 * @param reached whether the expected end came
 * @param end the survivor's last status, if it could be had
 * @param clients what the client of each application saw since the break
 * @param settled the same, from the time on at which it was back
 */
record Observation(
    long broke,
    long foundDead,
    long healed,
    long ended,
    boolean reached,
    Optional<SwapReport> end,
    ImmutableMap<String, ClientReport> clients,
    ImmutableMap<String, ClientReport> settled,
    ImmutableList<Failure> failures) {}
