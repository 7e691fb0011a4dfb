/**
 * Divides a machine: what it is made of ({@code inventory}), which part the successor gets first
 * ({@code plan}), how that part is freed and given back ({@code quiesce}), whether the machine can
 * do all this at all ({@code doctor}), and how a first boot prepares it ({@code prepare}).
 *
 * <p>Kernel files are read through one relocatable root, so everything here works on the captured
 * tree of another machine, too; only {@code quiesce} writes.
 */
package org.osswap.partition;
