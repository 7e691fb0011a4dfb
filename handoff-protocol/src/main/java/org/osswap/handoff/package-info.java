/**
 * The connection between incumbent and successor: mutual TLS with certificates that live for one
 * swap, and files streamed over it. Entry points: {@link org.osswap.handoff.HandoffChannels} and
 * {@link org.osswap.handoff.FileSender}.
 */
package org.osswap.handoff;
