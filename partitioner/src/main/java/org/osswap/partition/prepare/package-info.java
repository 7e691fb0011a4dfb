/**
 * What a first boot needs so that the machine can be swapped. Entry points: {@link
 * org.osswap.partition.prepare.KernelParameters} and {@link
 * org.osswap.partition.prepare.BootLoader}.
 */
package org.osswap.partition.prepare;
