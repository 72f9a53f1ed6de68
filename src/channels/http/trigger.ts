import { z } from 'zod';
import { isSocketId, parseChannel } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import { channelNameFault, type ServerEvent } from '../channel/index.ts';
import { isReservedEvent } from '../connection/index.ts';
import type { ChannelsLimits } from '../limits.ts';
import { jsonOf, publish } from '../messages/index.ts';
import { type Answer, answerJson, refuse } from './answer.ts';
import type { ApiRequest } from './api-request.ts';
import { type Attribute, describe, isAnswer, parseInfo } from './info.ts';

// SDKs of some languages send `null` for what was not given.
const optionalString = (name: string) =>
  z
    .string({ error: `${name} is a string` })
    .nullish()
    .transform((value) => value ?? undefined);

const shared = {
  name: z.string({ error: 'name is missing: the name of the event, a string' }).min(1, 'name is empty'),
  data: z.string({ error: 'data is missing: a string, so encode what is none as JSON' }),
  socket_id: optionalString('socket_id'),
  info: optionalString('info'),
};

const eventSchema = z.object({
  ...shared,
  channel: optionalString('channel'),
  channels: z
    .array(z.string(), { error: 'channels is a list of names' })
    .nullish()
    .transform((value) => value ?? undefined),
});

const batchSchema = z.object({
  batch: z.array(
    z.object({ ...shared, channel: z.string({ error: 'channel is missing: the name of a channel' }) }),
    {
      error: 'batch is missing: a list of events',
    },
  ),
});

const askable = ['user_count', 'subscription_count'] as const;

/** An event that may be published, and what its sender wants to know. */
interface Checked {
  event: ServerEvent;
  info: Attribute[];
}

/** `POST /apps/ID/events` */
export function triggerEvent(app: App, { body }: ApiRequest): Answer {
  const parsed = parseBody(eventSchema, body);
  if ('status' in parsed) return parsed;
  const { channel, channels = channel === undefined ? [] : [channel] } = parsed.value;
  const checked = check(app.settings.limits, { ...parsed.value, channels });
  if ('status' in checked) return checked;
  publish(app, [checked.event]);
  if (parsed.value.info === undefined) return answerJson({});
  const described = channels.map((name) => [name, describe(app, name, checked.info)]);
  return answerJson({ channels: Object.fromEntries(described) });
}

/** `POST /apps/ID/batch_events`: all of them, or none when one is wrong. */
export function triggerBatch(app: App, { body }: ApiRequest): Answer {
  const parsed = parseBody(batchSchema, body);
  if ('status' in parsed) return parsed;
  const { batch } = parsed.value;
  const { limits } = app.settings;
  if (batch.length === 0) return refuse(400, 'The batch is empty.');
  if (batch.length > limits.eventsPerBatch)
    return refuse(
      400,
      `Batch too large: it has ${batch.length} events, and at most ${limits.eventsPerBatch} are allowed. Send several batches.`,
    );
  const all: Checked[] = [];
  for (const [index, event] of batch.entries()) {
    const checked = check(limits, { ...event, channels: [event.channel] });
    if ('status' in checked) return { ...checked, body: `Event ${index} of the batch: ${checked.body}` };
    all.push(checked);
  }
  publish(
    app,
    all.map(({ event }) => event),
  );
  if (batch.every(({ info }) => info === undefined)) return answerJson({});
  return answerJson({
    batch: batch.map(({ channel }, index) => describe(app, channel, all[index]?.info ?? [])),
  });
}

function check(
  limits: ChannelsLimits,
  {
    name,
    data,
    channels,
    socket_id,
    info,
  }: {
    name: string;
    data: string;
    channels: readonly string[];
    socket_id?: string | undefined;
    info?: string | undefined;
  },
): Checked | Answer {
  if (channels.length === 0) return refuse(400, 'channels is missing: name 1 or more channels.');
  if (channels.length > limits.channelsPerTrigger)
    return refuse(
      400,
      `An event goes to at most ${limits.channelsPerTrigger} channels at once; this one names ${channels.length}. Trigger it several times.`,
    );
  for (const channel of channels) {
    const fault = channelNameFault(channel, limits);
    if (fault) return refuse(400, fault);
  }
  if (channels.length > 1 && channels.some((channel) => parseChannel(channel).access === 'ENCRYPTED'))
    return refuse(
      400,
      'An event for an encrypted channel goes to no other channel, since each has a key of its own.',
    );
  if (name.length > limits.eventNameLength)
    return refuse(
      400,
      `An event's name has at most ${limits.eventNameLength} characters; this one has ${name.length}.`,
    );
  if (isReservedEvent(name))
    return refuse(400, `${name} is an event of the protocol itself: use another name.`);
  const bytes = Buffer.byteLength(data);
  if (bytes > limits.eventBytes)
    return refuse(
      413,
      `The data content of this event exceeds the allowed maximum (${limits.eventBytes} bytes): it has ${bytes}. Send less, or where to find it.`,
    );
  if (socket_id !== undefined && !isSocketId(socket_id))
    return refuse(400, `Invalid socket_id ${JSON.stringify(socket_id)}: it looks like 123.456.`);
  const asked = parseInfo(info, askable);
  if (isAnswer(asked)) return asked;
  return { event: { name, data, channels, except: socket_id }, info: asked };
}

function parseBody<T>(schema: z.ZodType<T>, body: string): { value: T } | Answer {
  const json = jsonOf(body);
  if (json === undefined) return refuse(400, 'The body is not JSON.');
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue && issue.path.length > 1 ? `${issue.path.slice(0, -1).join('.')}: ` : '';
  return refuse(400, `${place}${issue?.message}.`);
}
