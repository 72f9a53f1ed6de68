import type { App } from '../app.ts';
import { type Channel, tellChannel } from '../channel/index.ts';
import { protocolEvent } from '../connection/index.ts';

/** Above so many subscribers a channel's count is told from time to time only. */
const everyChangeUpTo = 100;

/**
 * Reports how many subscribers a channel has, to the subscribers and to the webhooks, if the app counts them. Presence
 * channels report their members instead.
 */
export function countSubscribers(app: App, channel: Channel): void {
  if (!app.settings.subscriptionCount || channel.parsed.access === 'PRESENCE') return;
  if (channel.subscribers.size <= everyChangeUpTo) {
    clearTimeout(channel.countTimer);
    channel.countTimer = undefined;
    tell(app, channel);
    return;
  }
  // During the pause nothing is told; what is true at its end is.
  if (channel.countTimer) return;
  tell(app, channel);
  const told = channel.subscribers.size;
  channel.countTimer = setTimeout(() => {
    channel.countTimer = undefined;
    if (channel.subscribers.size !== told) countSubscribers(app, channel);
  }, app.server.subscriptionCountInterval);
  channel.countTimer.unref();
}

function tell(app: App, channel: Channel): void {
  const count = { subscription_count: channel.subscribers.size };
  tellChannel(channel, protocolEvent.subscriptionCount, count);
  app.webhooks.tell({ name: 'subscription_count', channel: channel.name, ...count });
}
