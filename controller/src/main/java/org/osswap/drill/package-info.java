/**
 * Rehearsals: what breaks a machine on purpose, and what came of it. A drill runs on its operator's host and
 * reaches the machine through the lab command alone. Entry points: {@link org.osswap.drill.Drills} and {@link
 * org.osswap.drill.DrillRunner}.
 */
package org.osswap.drill;
