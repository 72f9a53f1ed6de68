/** What a long-running server does by itself; here a schedule calls it, every minute or as often as it can. */
import { gateway } from './gateway.ts';

/** For an EventBridge schedule, or any other that calls a function. */
export async function handler(): Promise<void> {
  // Sends what an outage or a crash has left behind, then forgets who is gone though no webhook said so.
  await gateway.sweep();
  await gateway.reconcile();
}

/** For schedules that make a request, such as Vercel's, which sends `CRON_SECRET` along. */
export async function GET(request: Request): Promise<Response> {
  const { CRON_SECRET: secret } = process.env;
  if (!secret || request.headers.get('authorization') !== `Bearer ${secret}`) {
    return new Response('Only the schedule may call this.', { status: 401 });
  }
  await handler();
  return new Response('Done.');
}
