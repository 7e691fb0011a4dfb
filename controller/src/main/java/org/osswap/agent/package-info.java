/**
 * The successor's side of a swap: a service that answers the incumbent's controller, and takes the
 * machine over when the incumbent has ended. Entry points: {@link org.osswap.agent.Agent} and {@link
 * org.osswap.agent.HandoffService}.
 */
package org.osswap.agent;
