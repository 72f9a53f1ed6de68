import { createHash } from 'node:crypto';
import {
  channelAlphabet,
  formatChannel,
  maxChannelLength,
  parseChannel,
  reservedBeginnings,
} from '../../protocol/index.ts';
import type { Parsed } from '../values/index.ts';
import type { SubscriptionField } from './channel-directive.ts';
import { fillTemplate, matchTemplate } from './channel-template.ts';

/** One subscription field with the values that its channel template names. */
export interface Topic {
  /** Unique among all topics: `messageAdded:room-42`. */
  readonly key: string;
  readonly field: SubscriptionField;
  /** The filled template: `room-42`. */
  readonly name: string;
}

/** The subscription field that a topic's key begins with. */
export function fieldOfTopic(key: string): string {
  return key.slice(0, key.indexOf(':'));
}

/** Room for the longest prefix, so that every form of a topic's channel can be had. */
const longestPrefix = 'private-encrypted-cache-'.length;

/** The topic of a field for these arguments and these claims of a viewer. */
export function topicOf(
  field: SubscriptionField,
  args: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, unknown>>,
): Parsed<Topic> {
  const named = withEnumNames(field, args);
  const filled = fillTemplate(field.template, field.hashesArguments ? hashed(named) : named, claims);
  if ('problem' in filled) return filled;
  const name = filled.value;
  // Only a value can do that: a template that begins so is refused at start.
  const reserved = reservedBeginnings.find(
    (each) => name.startsWith(each) && !field.template.text.startsWith(each),
  );
  if (reserved) return { problem: `"${name}" begins with "${reserved}", which no name of a topic may` };
  if (name.length > maxChannelLength - longestPrefix) {
    return {
      problem: `"${name.slice(0, 40)}…" is longer than the ${maxChannelLength - longestPrefix} characters that a topic's name may have`,
    };
  }
  return { value: { key: `${field.name}:${name}`, field, name } };
}

/** A resolver may know an enum's value as something else than its name, but a channel goes by the name. */
function withEnumNames(
  { enumNames }: SubscriptionField,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (enumNames.size === 0) return args;
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, enumNames.get(name)?.get(value) ?? value]),
  );
}

function hashed(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      value === undefined || value === null
        ? value
        : createHash('sha256').update(String(value)).digest('base64url'),
    ]),
  );
}

/** The topic's plain channel. */
export function topicChannel(topic: Topic, cache: boolean): string {
  return formatChannel({ access: topic.field.access, cache, name: topic.name });
}

/** A topic that a plain channel carries, with the values in its name. */
export interface CarriedTopic {
  readonly topic: Topic;
  readonly args: Readonly<Record<string, string>>;
  readonly claims: Readonly<Record<string, string>>;
}

/** The topics that a plain channel carries, by its name: none when it is not a topic channel, several when fields share it. */
export function topicsOfChannel(
  fields: ReadonlyMap<string, SubscriptionField>,
  channel: string,
): CarriedTopic[] {
  if (!channelAlphabet.test(channel) || channel.length > maxChannelLength) return [];
  const { access, name } = parseChannel(channel);
  return [...fields.values()].flatMap((field) => {
    if (field.access !== access || !field.hasTopicChannel) return [];
    const match = matchTemplate(field.template, name);
    const topic = match && topicOf(field, match.args, match.claims);
    return topic && 'value' in topic ? [{ topic: topic.value, ...match }] : [];
  });
}
