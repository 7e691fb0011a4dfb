/**
 * The upgrade as a state machine with its journal. Entry points: {@link
 * org.osswap.controller.Upgrade}, which drives one swap on the incumbent, and {@link
 * org.osswap.controller.Rollback}, which ends one that can't go on.
 */
package org.osswap.controller;
