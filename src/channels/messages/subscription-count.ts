import type { App } from '../app.ts';
import { type Channel, notifyChannel } from '../channel/index.ts';
import { protocolEvent } from '../connection/index.ts';

/** Up to this number of subscribers, every change of the count is reported. Above it, reports have a minimum interval. */
const maxForEveryChange = 100;

/**
 * Reports the number of subscribers to the subscribers and the webhooks, if the app enables it. Presence channels report
 * their members instead.
 */
export function reportSubscriptionCount(app: App, channel: Channel): void {
  if (!app.settings.subscriptionCount || channel.parsed.access === 'PRESENCE') return;
  if (channel.subscribers.size <= maxForEveryChange) {
    clearTimeout(channel.countTimer);
    channel.countTimer = undefined;
    report(app, channel);
    return;
  }
  // The timer reports the count at the end of the interval.
  if (channel.countTimer) return;
  report(app, channel);
  const reported = channel.subscribers.size;
  channel.countTimer = setTimeout(() => {
    channel.countTimer = undefined;
    if (channel.subscribers.size !== reported) reportSubscriptionCount(app, channel);
  }, app.server.subscriptionCountInterval);
  channel.countTimer.unref();
}

function report(app: App, channel: Channel): void {
  const count = { subscription_count: channel.subscribers.size };
  notifyChannel(channel, protocolEvent.subscriptionCount, count);
  app.webhooks.enqueue({ name: 'subscription_count', channel: channel.name, ...count });
}
