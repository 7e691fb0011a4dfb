package org.osswap.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.WatchClaim;

/**
 * What is to be done now.
 *
 * @param policy what
 * @param lost the paths on account of which
 * @param claims what is due of them
 * @param disks all disks that are lost, of these paths or not
 * @param moving the applications that touch no lost path
 * @param staying those that do
 * @param lostMillis since the first of these paths was lost
 * @param why in words
 */
public record Act(
    LossPolicy policy,
    ImmutableList<String> lost,
    ImmutableSet<WatchClaim> claims,
    ImmutableSet<String> disks,
    ImmutableSet<String> moving,
    ImmutableSet<String> staying,
    long lostMillis,
    String why) {}
