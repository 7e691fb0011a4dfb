/**
 * Frees a plan's partition, step by step, and gives it back. The inverse of each step is handed out
 * before the step acts, as data. Entry points: {@link org.osswap.partition.quiesce.Quiescer} and
 * {@link org.osswap.partition.quiesce.Undoer}.
 */
package org.osswap.partition.quiesce;
