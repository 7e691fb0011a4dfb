/**
 * What a swap can touch on this machine, and whether it is again as it was. Recorded before the first
 * act, compared after a rollback. Entry points: {@link org.osswap.partition.belongings.Scope}, which
 * says what is looked at, and {@link org.osswap.partition.belongings.Belongings}.
 *
 * <p>The machine lives on meanwhile. So nothing is recorded that others change as well: load, memory
 * in use, other processes and services, affinities of interrupts, addresses of network devices that
 * stay. Nor can a machine read its neighbours' tables; but a service address is announced only
 * behind the commit, from where no way leads back.
 */
package org.osswap.partition.belongings;
