/**
 * What is added to a target's initrd so that the untouched image starts with osswap's agent in it.
 * Entry point: {@link org.osswap.payload.AgentPayload}.
 */
package org.osswap.payload;
