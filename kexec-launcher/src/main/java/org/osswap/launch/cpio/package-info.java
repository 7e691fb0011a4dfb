/**
 * Archives that the kernel unpacks into its first root file system. Entry point: {@link
 * org.osswap.launch.cpio.CpioWriter}.
 */
package org.osswap.launch.cpio;
