/**
 * What every module stands on: failures that tell what to do, kernel files under one relocatable
 * root, processes through one runner, and the algebra of address ranges. Entry points: {@link org.osswap.base.Failure} and {@link
 * org.osswap.base.SysRoot}.
 */
package org.osswap.base;
