/**
 * What a kernel must find in memory when it is entered: where it all goes, boot_params, the memory
 * map, and the two assembler stubs at the ends of an OS's life. Entry points: {@link
 * org.osswap.launch.boot.Layout} and {@link org.osswap.launch.boot.BootParams}.
 */
package org.osswap.launch.boot;
