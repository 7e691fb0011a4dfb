/**
 * Whether a machine can be swapped: one finding a check, with its evidence and its remedy. Entry
 * point: {@link org.osswap.partition.doctor.Doctor}.
 */
package org.osswap.partition.doctor;
