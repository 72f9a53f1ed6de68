import type { Counters } from '../connection/index.ts';
import type { AppSettings, Settings } from '../options.ts';
import { createAbsences } from './absences.ts';
import { createDelivery } from './deliver.ts';

/** Maximum number of events in one request. */
const maxEventsPerRequest = 100;

/** Maximum characters of the events in one request, so that servers accept the body. A larger event is sent alone. */
const maxRequestLength = 256 * 1024;

/** An event in the body of a webhook. */
export type WebhookEvent =
  | { name: 'channel_occupied' | 'channel_vacated'; channel: string }
  | { name: 'member_added' | 'member_removed'; channel: string; user_id: string }
  | {
      name: 'client_event';
      channel: string;
      event: string;
      data: string;
      socket_id: string;
      /** On presence channels only. */
      user_id?: string | undefined;
    }
  | { name: 'cache_miss'; channel: string; data: string }
  | { name: 'subscription_count'; channel: string; subscription_count: number };

/** Reports what happens on an app's channels to the app's servers. Its methods never throw and never block. */
export interface Webhooks {
  occupied(channel: string): void;
  vacated(channel: string): void;
  memberAdded(channel: string, userId: string): void;
  memberRemoved(channel: string, userId: string): void;
  /** Adds an event to the next request. */
  enqueue(event: WebhookEvent): void;
  /** Sends all pending events once, without retries. */
  close(): Promise<void>;
}

/** For apps without webhooks. */
const noWebhooks: Webhooks = {
  occupied: ignore,
  vacated: ignore,
  memberAdded: ignore,
  memberRemoved: ignore,
  enqueue: ignore,
  close: () => Promise.resolve(),
};

function ignore(): void {
  // The app has no webhooks.
}

export function createWebhooks(app: AppSettings, settings: Settings, counters: Counters): Webhooks {
  // Without a target there are no reports to delay, so no timers are needed either.
  if (app.webhooks.length === 0) return noWebhooks;
  const targets = app.webhooks.map(({ url, events }) => ({
    accepts: (event: WebhookEvent) => events === undefined || events.includes(event.name),
    delivery: createDelivery(url, app, settings, counters),
    /** Events of the next request, as JSON. */
    batch: [] as string[],
    batchLength: 0,
    timer: undefined as NodeJS.Timeout | undefined,
  }));
  type Target = (typeof targets)[number];

  function flush(target: Target): void {
    clearTimeout(target.timer);
    target.timer = undefined;
    if (target.batch.length === 0) return;
    const events = target.batch.splice(0).join(',');
    target.batchLength = 0;
    target.delivery.post(`{"time_ms":${settings.now()},"events":[${events}]}`);
  }

  function enqueue(event: WebhookEvent): void {
    const json = JSON.stringify(event);
    for (const target of targets) {
      if (!target.accepts(event)) continue;
      if (target.batchLength + json.length > maxRequestLength) flush(target);
      target.batch.push(json);
      target.batchLength += json.length;
      if (target.batch.length >= maxEventsPerRequest) flush(target);
      else target.timer ??= setTimeout(() => flush(target), settings.webhookBatchDelay);
    }
  }

  const absences = createAbsences(settings.vacatedDelay);
  // Channel names contain no space, so a member's key never equals a channel's key.
  const memberKey = (channel: string, userId: string): string => `${channel} ${userId}`;

  return {
    enqueue,
    occupied(channel) {
      if (!absences.returned(channel)) enqueue({ name: 'channel_occupied', channel });
    },
    vacated(channel) {
      absences.left(channel, () => enqueue({ name: 'channel_vacated', channel }));
    },
    memberAdded(channel, userId) {
      if (!absences.returned(memberKey(channel, userId)))
        enqueue({ name: 'member_added', channel, user_id: userId });
    },
    memberRemoved(channel, userId) {
      absences.left(memberKey(channel, userId), () =>
        enqueue({ name: 'member_removed', channel, user_id: userId }),
      );
    },
    async close() {
      absences.flush();
      for (const target of targets) flush(target);
      await Promise.all(targets.map(({ delivery }) => delivery.close()));
    },
  };
}
