/**
 * An IP link between the two OSes in memory that both map: frames in a ring for each direction, and a
 * TUN device at each end. No NIC, switch or cable has a part in it. Entry point: {@link
 * org.osswap.launch.link.MemoryLink}.
 */
package org.osswap.launch.link;
