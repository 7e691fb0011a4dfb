/**
 * Which part of the machine the successor gets first. Nothing here reads or writes the machine:
 * a plan follows from its description and the request alone. Entry points: {@link
 * org.osswap.partition.plan.Planner} and {@link org.osswap.partition.plan.PlanRequest}.
 */
package org.osswap.partition.plan;
