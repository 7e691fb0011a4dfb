package org.osswap.launch.link;

/**
 * What has passed a link since it was opened.
 *
 * @param framesOut frames that were sent, of {@code bytesOut} bytes
 * @param framesIn frames that were received, of {@code bytesIn} bytes
 * @param drops frames that went nowhere: no packets of this link, or refused by the interface
 * @param resets how often received frames were left out because one was damaged
 */
public record LinkCounters(
    long framesOut, long bytesOut, long framesIn, long bytesIn, long drops, long resets) {}
