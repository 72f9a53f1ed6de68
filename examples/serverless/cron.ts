/** The maintenance that a long-running server does by itself. Call it every minute, or as often as the platform allows. */
import { gateway } from './gateway.ts';

/** For an EventBridge schedule, or another one that calls a function. */
export async function handler(): Promise<void> {
  // Sends events left after an outage or a crash, then removes subscribers whose webhook did not arrive.
  await gateway.sweep();
  await gateway.reconcile();
}

/** For schedules that send an HTTP request, such as Vercel's, with `CRON_SECRET` in the Authorization header. */
export async function GET(request: Request): Promise<Response> {
  const { CRON_SECRET: secret } = process.env;
  if (!secret || request.headers.get('authorization') !== `Bearer ${secret}`) {
    return new Response('The Authorization header does not contain CRON_SECRET.', { status: 401 });
  }
  await handler();
  return new Response('Done.');
}
