import type { Counters } from '../connection/index.ts';
import type { AppSettings, Settings } from '../options.ts';
import { createAbsences } from './absences.ts';
import { createDelivery } from './deliver.ts';
import type { WebhookEvent } from './event.ts';

/** Events of one request at most. */
const maxEventsPerRequest = 100;

/** Characters of one request's events at most, so that servers accept the body. A larger event travels alone. */
const maxRequestLength = 256 * 1024;

/** Tells an app's servers what happens on its channels. Never throws, never waits. */
export interface Webhooks {
  occupied(channel: string): void;
  vacated(channel: string): void;
  memberAdded(channel: string, userId: string): void;
  memberRemoved(channel: string, userId: string): void;
  /** Everything that needs no second thought. */
  tell(event: WebhookEvent): void;
  /** Tells what is still held back, once, without retries. */
  close(): Promise<void>;
}

const silence: Webhooks = {
  occupied: ignore,
  vacated: ignore,
  memberAdded: ignore,
  memberRemoved: ignore,
  tell: ignore,
  close: () => Promise.resolve(),
};

function ignore(): void {
  // Nobody wants to know.
}

export function createWebhooks(app: AppSettings, settings: Settings, counters: Counters): Webhooks {
  // Without anybody to tell there is nothing to hold back, either.
  if (app.webhooks.length === 0) return silence;
  const targets = app.webhooks.map(({ url, events }) => ({
    wants: (event: WebhookEvent) => events === undefined || events.includes(event.name),
    delivery: createDelivery(url, app, settings, counters),
    /** As JSON. */
    gathered: [] as string[],
    gatheredLength: 0,
    timer: undefined as NodeJS.Timeout | undefined,
  }));
  type Target = (typeof targets)[number];

  function flush(target: Target): void {
    clearTimeout(target.timer);
    target.timer = undefined;
    if (target.gathered.length === 0) return;
    const events = target.gathered.splice(0).join(',');
    target.gatheredLength = 0;
    target.delivery.post(`{"time_ms":${settings.now()},"events":[${events}]}`);
  }

  function tell(event: WebhookEvent): void {
    const json = JSON.stringify(event);
    for (const target of targets) {
      if (!target.wants(event)) continue;
      if (target.gatheredLength + json.length > maxRequestLength) flush(target);
      target.gathered.push(json);
      target.gatheredLength += json.length;
      if (target.gathered.length >= maxEventsPerRequest) flush(target);
      else target.timer ??= setTimeout(() => flush(target), settings.webhookBatchDelay);
    }
  }

  const absences = createAbsences(settings.vacatedDelay);
  // No channel's name holds a space, so the two cannot be confused.
  const memberKey = (channel: string, userId: string): string => `${channel} ${userId}`;

  return {
    tell,
    occupied(channel) {
      if (!absences.returned(channel)) tell({ name: 'channel_occupied', channel });
    },
    vacated(channel) {
      absences.left(channel, () => tell({ name: 'channel_vacated', channel }));
    },
    memberAdded(channel, userId) {
      if (!absences.returned(memberKey(channel, userId)))
        tell({ name: 'member_added', channel, user_id: userId });
    },
    memberRemoved(channel, userId) {
      absences.left(memberKey(channel, userId), () =>
        tell({ name: 'member_removed', channel, user_id: userId }),
      );
    },
    async close() {
      absences.flush();
      for (const target of targets) flush(target);
      await Promise.all(targets.map(({ delivery }) => delivery.close()));
    },
  };
}
