/**
 * What keeps either of two running systems from ending both: who resets or powers off one of them does it to
 * the machine, and who starts a CPU that the other one has takes it from it. Entry point: {@link
 * org.osswap.launch.guard.Guards}.
 */
package org.osswap.launch.guard;
