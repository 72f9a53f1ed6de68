/** Topic channels as a client sees them: what the generated `channels` object is made of. */
import { type Access, formatChannel, maxChannelLength } from '../protocol/index.ts';

/** What may stand for a placeholder: Pusher's alphabet but for `;`, which tells where a value ends. */
const valuePattern = /^[\w\-=@,.]+$/;

/**
 * The topic channel of one subscription field: where its plain events arrive, and as what.
 * Made by {@link topicChannel}, mostly in generated code; used by {@link bind}.
 */
export interface TopicChannel<Args, Payload> {
  /** The Pusher event that carries the field's value: the field's name. */
  readonly event: string;
  readonly access: Access;
  /**
   * The name of the channel for these arguments.
   *
   * @param options.cache `true` names the cache channel, which sends its last event to whoever joins. Default `false`.
   * @throws {TypeError} when an argument cannot stand in a channel name.
   */
  channel(args: Args, options?: { cache?: boolean }): string;
  /** Never there: it carries the payload's type, so that handlers are typed. */
  readonly payload?: Payload;
}

/** The arguments of a {@link TopicChannel}. */
export type ArgsOf<Channel> = Channel extends TopicChannel<infer Args, unknown> ? Args : never;

/** What the handler of a {@link TopicChannel} receives. */
export type PayloadOf<Channel> = Channel extends TopicChannel<never, infer Payload> ? Payload : never;

/** A subscription field's `@channel`, as generated code states it. */
export interface TopicChannelDefinition<Args> {
  /** The field's name. */
  event: string;
  access: Access;
  /** `room-{roomId}`, `user-{viewer.sub}`: as in the schema. */
  template: string;
  /** The schema's default values of arguments that the template names. */
  defaults?: Partial<Args>;
}

/**
 * Makes a {@link TopicChannel}. Claims in a template (`{viewer.sub}`) are arguments too: `{ viewer: { sub } }`.
 *
 * @example
 * const messageAdded = topicChannel<{ roomId: string }, Message>({
 *   event: 'messageAdded', access: 'PRIVATE', template: 'room-{roomId}',
 * });
 * messageAdded.channel({ roomId: 'dogs' }); // private-room-dogs
 */
export function topicChannel<Args extends object, Payload>({
  event,
  access,
  template,
  defaults,
}: TopicChannelDefinition<Args>): TopicChannel<Args, Payload> {
  return {
    event,
    access,
    channel: (args, { cache = false } = {}) => {
      const name = fillTemplate(template, { ...defaults, ...args });
      const channel = formatChannel({ access, cache, name });
      if (channel.length > maxChannelLength) {
        throw new TypeError(`${channel} has ${channel.length} characters; Pusher takes ${maxChannelLength}.`);
      }
      return channel;
    },
  };
}

/**
 * Puts values into a template's placeholders.
 *
 * @throws {TypeError} when a value is missing, is no scalar, or holds characters that a channel name may not have.
 */
export function fillTemplate(template: string, values: object): string {
  return template.replaceAll(/\{([^{}]*)\}/g, (_, path: string) => {
    const value = path
      .split('.')
      .reduce<unknown>((held, key) => (held as Record<string, unknown> | undefined | null)?.[key], values);
    const text = String(value);
    if (!['string', 'number', 'boolean'].includes(typeof value) || !valuePattern.test(text)) {
      throw new TypeError(
        `${template}: {${path}} is ${JSON.stringify(value)}; it must be text of A-Z a-z 0-9 _ - = @ , . only.`,
      );
    }
    return text;
  });
}
