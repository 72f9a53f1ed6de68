/**
 * A route handler as Next.js and others of its kind take it: `app/graphql/route.ts`, and the same once more as
 * `app/pusher/[...path]/route.ts` for Pusher's webhooks and stock SDKs.
 */
import { answer, type WaitUntil } from './gateway.ts';

/** In Next.js itself give `after` of `next/server` in its place. */
interface RouteContext {
  readonly waitUntil: WaitUntil;
}

function handle(request: Request, context: RouteContext): Promise<Response> {
  return answer(request, (work) => context.waitUntil(work));
}

export { handle as GET, handle as OPTIONS, handle as POST };
