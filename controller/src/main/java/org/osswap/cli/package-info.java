/**
 * The {@code osswap} command: options in, screens out. Nothing else prints. Entry points: {@link
 * org.osswap.cli.Main} and {@link org.osswap.cli.Terminal}.
 */
package org.osswap.cli;
