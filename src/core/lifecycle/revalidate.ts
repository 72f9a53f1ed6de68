import { operationEvent, operationHashOf } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { isSameChannel, operationProblem, type SchemaVersions, topicOperation } from '../operation/index.ts';
import type { Subscribed } from '../ports/index.ts';
import { compatEnd, type OutgoingMessage, type Send } from '../publish/index.ts';
import { parseCompatChannel, type SchemaSignature, signatureOf, topicsOfChannel } from '../schema/index.ts';

/** What became of the operations that were registered under another version of the schema. */
export interface Revalidated {
  /** How many go on as they were. */
  readonly kept: number;
  /** Those whose subscribers have been told to ask again; who asks for what is not valid any more is told why. */
  readonly ended: readonly { readonly channel: string; readonly field: string; readonly reason: string }[];
}

type Collaborators = Pick<EngineOptions, 'schema' | 'fields' | 'store' | 'lifetimes'> & {
  readonly send: Send;
};

/**
 * Ends every registered operation that makes no sense in this schema, or another than it made in the version that
 * `before` is the signature of. Nothing must be published meanwhile, or these operations would hear of it.
 */
export async function revalidate(
  options: Collaborators,
  before: SchemaSignature | undefined,
): Promise<Revalidated> {
  const { store, send } = options;
  const versions = { before, now: signatureOf(options.schema, options.fields) };
  const topics = new Set<string>();
  for await (const { topic, dialect } of store.registrations.all()) if (dialect !== 'sse') topics.add(topic);
  const ended: Revalidated['ended'][number][] = [];
  let kept = 0;
  for (const topic of topics) {
    for (const subscribed of await store.registrations.byTopic(topic)) {
      const reason = operationProblem(options, subscribed.operation, versions);
      for (const { channel, dialect } of subscribed.channels) {
        // Its subscriber reads the log, in whichever process it is.
        if (dialect === 'sse') continue;
        if (dialect === 'topic') {
          const isKept = await renewTopicChannel(options, subscribed, channel, versions);
          if (isKept) kept++;
          else
            ended.push({
              channel,
              field: subscribed.operation.field,
              reason: reason ?? 'its name means nothing any more',
            });
        } else if (reason === undefined) {
          kept++;
        } else {
          await store.registrations.remove(channel);
          ended.push({ channel, field: subscribed.operation.field, reason });
        }
      }
    }
  }
  await send(
    ended.flatMap(({ channel }) => resubscribeMessages(channel)),
    async () => true,
  );
  return { kept, ended };
}

/** A topic channel carries the leaf fields that there are now. False when it carries nothing any more. */
async function renewTopicChannel(
  { schema, fields, store, lifetimes }: Collaborators,
  { operation }: Subscribed,
  channel: string,
  versions: SchemaVersions,
): Promise<boolean> {
  const { field, generation, claims, topic } = operation;
  const carried = topicsOfChannel(fields, channel).find((each) => each.topic.key === topic);
  const renewed =
    carried && isSameChannel(versions, field)
      ? topicOperation(schema, carried.topic, carried.args, generation, claims)
      : undefined;
  if (renewed?.id === operation.id) return true;
  // Another field's on the same channel go with it, and are put back.
  const others = (await store.registrations.byChannel(channel)).filter((each) => each.field !== field);
  await store.registrations.remove(channel);
  for (const each of renewed ? [...others, renewed] : others)
    await store.registrations.add(each, { channel, dialect: 'topic' }, lifetimes.registration);
  return renewed !== undefined;
}

/** What a channel's subscribers are told when it has died; a bare SDK on a topic channel has no word for it. */
export function resubscribeMessages(channel: string): OutgoingMessage[] {
  const peer = parseCompatChannel(channel);
  if (peer) {
    const { event, parts } = compatEnd(peer.dialect);
    return parts.map((json) => ({ channels: [channel], event, json }));
  }
  if (operationHashOf(channel))
    return [{ channels: [channel], event: operationEvent.resubscribe, json: '{}' }];
  return [];
}
