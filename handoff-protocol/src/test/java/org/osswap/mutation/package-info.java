/** Bad inputs made of good ones. Entry point: {@link org.osswap.mutation.Mutants}. */
package org.osswap.mutation;
