/**
 * Moves applications: from their manifests to their running on the successor.
 *
 * <p>On the incumbent, {@link org.osswap.apps.AppInspector} finds out what an application is made
 * of, {@link org.osswap.apps.SourcePreflight} what speaks against moving it, and {@link
 * org.osswap.apps.Migration} moves it. On the successor, {@link org.osswap.apps.AppHost} receives
 * it. Between them is {@link org.osswap.apps.Successor}, which somebody else carries over a wire.
 */
package org.osswap.apps;
