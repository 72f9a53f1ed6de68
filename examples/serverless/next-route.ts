/**
 * A route handler for Next.js and similar frameworks: `app/graphql/route.ts`. Use the same handler in
 * `app/pusher/[...path]/route.ts` for Pusher's webhooks and SDKs.
 */
import { handleRequest, type WaitUntil } from './gateway.ts';

/** In Next.js, use `after` of `next/server` instead. */
interface RouteContext {
  readonly waitUntil: WaitUntil;
}

function handle(request: Request, context: RouteContext): Promise<Response> {
  return handleRequest(request, (work) => context.waitUntil(work));
}

export { handle as GET, handle as OPTIONS, handle as POST };
