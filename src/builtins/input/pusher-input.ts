/** What Pusher takes, checked before anything is sent to it; each message says what to do. */

import { z } from 'zod';
import { NotJsonError, toJson } from '../../core/index.ts';
import {
  channelAlphabet,
  maxChannelLength,
  maxChannelsPerEvent,
  maxEventDataBytes,
  maxEventNameLength,
  maxEventsPerBatch,
  maxUserIdLength,
  parseChannel,
} from '../../protocol/index.ts';
import { socketIdInput } from './input.ts';

/** A channel's full name. */
export const channelNameInput = textInput((name) => {
  if (name === '') return 'is empty: name a channel';
  if (name.startsWith('#server-to-user-'))
    return 'is a channel of a user: send to it with sendToUser, and sign in to receive';
  if (name.length > maxChannelLength)
    return `has ${name.length} characters, and a channel's name has at most ${maxChannelLength}: shorten it`;
  if (!channelAlphabet.test(name))
    return 'holds a character that Pusher forbids in a channel name: use A-Z a-z 0-9 _ - = @ , . ; only';
  if (isDots(name)) return 'is no name that a path can hold: use letters';
  return undefined;
});

/** A presence channel's full name. */
export const presenceChannelInput = channelNameInput.refine(
  (name) => parseChannel(name).access === 'PRESENCE',
  'is no presence channel, and no other has members: its name begins with "presence-"',
);

const eventNameInput = textInput((name) => {
  if (name === '') return 'is empty: name the event';
  if (name.length > maxEventNameLength)
    return `has ${name.length} characters, and an event's name has at most ${maxEventNameLength}: shorten it`;
  if (/^pusher(_internal)?:/.test(name))
    return 'is kept for the Pusher protocol: begin it with something else than "pusher:" and "pusher_internal:"';
  // Whoever receives one takes it for a client's own.
  if (name.startsWith('client-'))
    return 'is kept for what clients send each other: begin it with something else than "client-"';
  return undefined;
});

/** Any JSON, with its text. */
const dataInput = z.unknown().transform((given, context) => {
  const fail = (message: string): void => context.addIssue({ code: 'custom', message });
  if (given === undefined) fail('is missing: give a JSON value');
  const value = readJson(given ?? null, context);
  const json = JSON.stringify(value);
  if (Buffer.byteLength(json) > maxEventDataBytes) fail(tooLarge(json));
  return { value, json };
});

/** An event or its data, in which no number may be rounded. */
function readJson(value: unknown, context: z.RefinementCtx): unknown {
  try {
    return toJson(value, '');
  } catch (error) {
    if (!(error instanceof NotJsonError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return null;
  }
}

function tooLarge(json: string): string {
  return `has ${Buffer.byteLength(json)} bytes as JSON, and Pusher takes at most ${maxEventDataBytes} (encrypted, about a quarter less): send less, or where to find it`;
}

/** A user's id. */
export const userIdInput = textInput((id) => {
  if (id === '') return 'is empty: name a user';
  if (id.length > maxUserIdLength)
    return `has ${id.length} characters, and a user's id has at most ${maxUserIdLength}: shorten it`;
  if (isDots(id)) return 'is no id that a path can hold: use letters';
  return undefined;
});

const attributesInput = optional(z.array(z.enum(['USER_COUNT', 'SUBSCRIPTION_COUNT'])));

const eventInput = z.object({
  event: eventNameInput,
  data: dataInput,
  socketId: optional(socketIdInput),
  info: attributesInput,
});

/** `trigger` */
export const triggerInput = eventInput
  .extend({
    channels: z
      .array(channelNameInput)
      .min(1, 'is empty: name at least one channel')
      .max(
        maxChannelsPerEvent,
        `holds too many: one trigger goes to at most ${maxChannelsPerEvent} channels, so send several`,
      ),
  })
  .superRefine(checkTogether);

/** An event that may be sent, as far as its form goes. */
export type TriggerInput = z.output<typeof triggerInput>;

/** `triggerBatch`, as one trigger for each event. */
export const triggerBatchInput = z.object({
  events: z
    .array(
      eventInput
        .extend({ channel: channelNameInput })
        .transform(({ channel, ...rest }): TriggerInput => ({ ...rest, channels: [channel] }))
        .superRefine(checkTogether),
    )
    .min(1, 'is empty: give at least one event')
    .max(
      maxEventsPerBatch,
      `holds too many: a batch has at most ${maxEventsPerBatch} events, so send several`,
    ),
});

/** `sendToUser` */
export const sendToUserInput = z.object({ userId: userIdInput, event: eventNameInput, data: dataInput });

/** `channels` */
export const channelsInput = z
  .object({
    filterByPrefix: optional(
      textInput((prefix) => {
        if (prefix.length > maxChannelLength)
          return `is longer than the ${maxChannelLength} characters of a channel's name: shorten it`;
        return prefix === '' || channelAlphabet.test(prefix)
          ? undefined
          : 'holds a character that no channel name has: use A-Z a-z 0-9 _ - = @ , . ; only';
      }),
    ).transform((prefix) => prefix ?? ''),
    info: attributesInput,
  })
  .refine(
    ({ filterByPrefix, info }) => !info?.includes('USER_COUNT') || filterByPrefix.startsWith('presence-'),
    { path: ['info'], message: 'asks for USER_COUNT, so filterByPrefix has to begin with "presence-"' },
  );

const topicArguments = optional(
  z.looseObject(
    { viewer: optional(z.record(z.string(), z.unknown(), 'must be an object of claims')) },
    'must be an object of arguments',
  ),
).transform((args) => {
  const { viewer, ...rest } = args ?? {};
  return viewer ? { ...rest, viewer } : rest;
});

/** `revoke` */
export const topicInput = z.object({ field: z.string(), args: topicArguments });

/** `publish` */
export const publishInput = topicInput.extend({
  event: z
    .unknown()
    .optional()
    .transform((event, context) => readJson(event ?? null, context)),
});

/** What holds between the parts of an event. */
function checkTogether({ channels, data, info }: TriggerInput, context: z.RefinementCtx<TriggerInput>): void {
  const fail = (path: string, message: string): void =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (channels.some(isEncrypted)) {
    if (channels.length > 1)
      fail('channels', 'holds an encrypted channel, which has a key of its own: send to it alone');
    if (encryptedBytes(data.json) > maxEventDataBytes) fail('data', tooLarge(data.json));
  }
  if (info?.includes('USER_COUNT') && !channels.every(isPresence))
    fail(
      'info',
      'asks for USER_COUNT, which only presence channels have: send to them alone, or leave it out',
    );
}

export function isEncrypted(channel: string): boolean {
  return parseChannel(channel).access === 'ENCRYPTED';
}

export function isPresence(channel: string): boolean {
  return parseChannel(channel).access === 'PRESENCE';
}

/** `{"nonce":"…","ciphertext":"…"}`, both in base64: 24 bytes, and the text with a tag of 16. */
function encryptedBytes(json: string): number {
  return 27 + base64Length(24) + base64Length(Buffer.byteLength(json) + 16);
}

function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** A text with at most one fault, in words. */
function textInput(faultOf: (text: string) => string | undefined) {
  return z.string().superRefine((text, context) => {
    const message = faultOf(text);
    if (message) context.addIssue({ code: 'custom', message });
  });
}

/** GraphQL has null where a value was left out. */
function optional<T extends z.ZodType>(input: T) {
  return input.nullish().transform((value) => value ?? undefined);
}

/** Part of a path, `..` would be taken away with what stands before it. */
function isDots(text: string): boolean {
  return /^\.+$/.test(text);
}
