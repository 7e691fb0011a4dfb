/**
 * How log lines look and where they go: warnings to standard error, everything of osswap's own to
 * the journal. Entry point: {@link org.osswap.logging.LogConfigurator}, which Logback finds.
 */
package org.osswap.logging;
