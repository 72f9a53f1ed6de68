/** Limits on variables and exact numbers, before an operation is executed. */
export { useBoundedVariables } from './use-bounded-variables.ts';
export { useExactNumbers } from './use-exact-numbers.ts';
