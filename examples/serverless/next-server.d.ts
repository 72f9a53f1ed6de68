/** What `next-after.ts` needs of Next.js 15, which is not installed here. */
declare module 'next/server' {
  export function after(work: () => Promise<unknown>): void;
}
