/**
 * Target images: a kernel, its initrd, and what they call themselves. Entry point: {@link
 * org.osswap.launch.image.TargetImage}.
 */
package org.osswap.launch.image;
