/** Types for `next-after.ts`, because Next.js 15 is not a dependency of this repository. */
declare module 'next/server' {
  export function after(work: () => Promise<unknown>): void;
}
