/**
 * Physical memory, reached through one interface. Entry points: {@link
 * org.osswap.launch.memory.PhysicalMemory} and {@link org.osswap.launch.memory.DevMem}.
 */
package org.osswap.launch.memory;
