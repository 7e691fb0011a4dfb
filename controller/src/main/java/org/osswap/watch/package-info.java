/**
 * Follows disks and neighbours of an incumbent while a successor is armed, tells a loss that may pass from
 * one that won't, and says when something is to be done about it. Nothing here opens a file outside of
 * {@code /proc}, {@code /sys}, {@code /dev} and {@code /run}: it has to work when every disk hangs. Entry
 * points: {@link org.osswap.watch.WatchLoop}, and {@link org.osswap.watch.Watch}, which decides.
 */
package org.osswap.watch;
