/**
 * What can still be learned from a kernel that has crashed, out of its memory. All of it is untrusted:
 * whatever doesn't fit is refused. Entry point: {@link org.osswap.launch.crash.CrashLog}.
 */
package org.osswap.launch.crash;
