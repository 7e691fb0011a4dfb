/**
 * What both kernels share while they run side by side. Entry point: {@link
 * org.osswap.launch.shared.GrantPage}.
 */
package org.osswap.launch.shared;
