/**
 * Starts the successor beside the incumbent, takes the partition back, ends the incumbent, and takes
 * the rest of the machine over. Entry points: {@link org.osswap.launch.Launcher} on the incumbent,
 * {@link org.osswap.launch.Takeover} on the successor.
 */
package org.osswap.launch;
