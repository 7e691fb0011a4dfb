package org.osswap.partition.belongings;

import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;

/** What the readers see with, and what they are to look at. */
record Look(SysRoot root, ProcessRunner runner, Scope scope) {}
