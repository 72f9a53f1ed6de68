import { z } from 'zod';
import { isSocketId, parseChannel, parseJson } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import { channelNameProblem, type ServerEvent } from '../channel/index.ts';
import { isReservedEvent } from '../connection/index.ts';
import type { ChannelsLimits } from '../limits.ts';
import { publish } from '../messages/index.ts';
import { type ApiRequest, type ApiResponse, errorResponse, jsonResponse } from './api-messages.ts';
import { type Attribute, describe, isApiResponse, parseInfo } from './info.ts';

// The SDKs of some languages send `null` for omitted parameters.
const optionalString = (name: string) =>
  z
    .string({ error: `${name} must be a string` })
    .nullish()
    .transform((value) => value ?? undefined);

const shared = {
  name: z
    .string({ error: 'name is missing. Send the name of the event as a string' })
    .min(1, 'name is empty'),
  data: z.string({ error: 'data is missing. Send a string, and encode other values as JSON' }),
  socket_id: optionalString('socket_id'),
  info: optionalString('info'),
};

const eventSchema = z.object({
  ...shared,
  channel: optionalString('channel'),
  channels: z
    .array(z.string(), { error: 'channels must be a list of channel names' })
    .nullish()
    .transform((value) => value ?? undefined),
});

const batchSchema = z.object({
  batch: z.array(
    z.object({ ...shared, channel: z.string({ error: 'channel is missing. Send the name of a channel' }) }),
    {
      error: 'batch is missing. Send a list of events',
    },
  ),
});

const triggerAttributes = ['user_count', 'subscription_count'] as const;

/** A valid event, and the channel attributes to return. */
interface Checked {
  event: ServerEvent;
  info: Attribute[];
}

/** `POST /apps/ID/events` */
export function triggerEvent(app: App, { body }: ApiRequest): ApiResponse {
  const parsed = parseBody(eventSchema, body);
  if ('status' in parsed) return parsed;
  const { channel, channels = channel === undefined ? [] : [channel] } = parsed.value;
  const checked = check(app.settings.limits, { ...parsed.value, channels });
  if ('status' in checked) return checked;
  publish(app, [checked.event]);
  if (parsed.value.info === undefined) return jsonResponse({});
  const described = channels.map((name) => [name, describe(app, name, checked.info)]);
  return jsonResponse({ channels: Object.fromEntries(described) });
}

/** `POST /apps/ID/batch_events`: publishes all events, or none if one is invalid. */
export function triggerBatch(app: App, { body }: ApiRequest): ApiResponse {
  const parsed = parseBody(batchSchema, body);
  if ('status' in parsed) return parsed;
  const { batch } = parsed.value;
  const { limits } = app.settings;
  if (batch.length === 0) return errorResponse(400, 'The batch is empty. Send at least one event.');
  if (batch.length > limits.eventsPerBatch)
    return errorResponse(
      400,
      `Batch too large: it has ${batch.length} events. The maximum is ${limits.eventsPerBatch}. Send several batches.`,
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
  if (batch.every(({ info }) => info === undefined)) return jsonResponse({});
  return jsonResponse({
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
): Checked | ApiResponse {
  if (channels.length === 0)
    return errorResponse(400, 'channels is missing. Send at least one channel name.');
  if (channels.length > limits.channelsPerTrigger)
    return errorResponse(
      400,
      `Too many channels: the event has ${channels.length}. The maximum is ${limits.channelsPerTrigger}. Send several requests.`,
    );
  for (const channel of channels) {
    const problem = channelNameProblem(channel, limits);
    if (problem) return errorResponse(400, problem);
  }
  if (channels.length > 1 && channels.some((channel) => parseChannel(channel).access === 'ENCRYPTED'))
    return errorResponse(
      400,
      'An event for an encrypted channel cannot have other channels, because each channel has its own key. Send several requests.',
    );
  if (name.length > limits.eventNameLength)
    return errorResponse(
      400,
      `The event name has ${name.length} characters. The maximum is ${limits.eventNameLength}.`,
    );
  if (isReservedEvent(name))
    return errorResponse(400, `${name} is reserved for the Pusher protocol. Use another event name.`);
  const bytes = Buffer.byteLength(data);
  if (bytes > limits.eventBytes)
    return errorResponse(
      413,
      `The data content of this event exceeds the allowed maximum (${limits.eventBytes} bytes): it has ${bytes}. Send less data, or a reference to it.`,
    );
  if (socket_id !== undefined && !isSocketId(socket_id))
    return errorResponse(
      400,
      `Invalid socket_id ${JSON.stringify(socket_id)}. A socket id looks like 123.456.`,
    );
  const attributes = parseInfo(info, triggerAttributes);
  if (isApiResponse(attributes)) return attributes;
  return { event: { name, data, channels, except: socket_id }, info: attributes };
}

function parseBody<T>(schema: z.ZodType<T>, body: string): { value: T } | ApiResponse {
  const json = parseJson(body);
  if (json === undefined) return errorResponse(400, 'The body is not valid JSON.');
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue && issue.path.length > 1 ? `${issue.path.slice(0, -1).join('.')}: ` : '';
  return errorResponse(400, `${place}${issue?.message}.`);
}
