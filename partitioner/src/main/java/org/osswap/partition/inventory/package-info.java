/**
 * What the machine is made of. Thin readers hand the kernel's text and tables to pure parsers.
 * Entry points: {@link org.osswap.partition.inventory.Inventory}, which everything is decided on,
 * and {@link org.osswap.partition.inventory.Telemetry}, which is only shown.
 */
package org.osswap.partition.inventory;
