/**
 * Bad inputs, made of good ones or by a fuzzer. Entry points: {@link org.osswap.mutation.Mutants}, {@link
 * org.osswap.mutation.Trial}.
 */
package org.osswap.mutation;
