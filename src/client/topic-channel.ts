/** Topic channels on the client: the entries of the generated `channels` object. */
import { type Access, formatChannel, maxChannelLength } from '../protocol/index.ts';

/** Values of a placeholder: Pusher's alphabet without `;`, which ends a value. */
const valuePattern = /^[\w\-=@,.]+$/;

/**
 * The topic channel of one subscription field: its channel name, event name and payload type.
 * Generated code creates it with {@link topicChannel}; {@link bind} uses it.
 */
export interface TopicChannel<Args, Payload> {
  /** The Pusher event that carries the field's value: the field's name. */
  readonly event: string;
  readonly access: Access;
  /**
   * Returns the channel name for these arguments.
   *
   * @param options.cache `true` for the cache channel, which sends its last event to each new subscriber. Default:
   * `false`.
   * @throws {TypeError} when an argument has characters that a channel name cannot contain.
   */
  channel(args: Args, options?: { cache?: boolean }): string;
  /** Exists in the type only, to type the handlers. */
  readonly payload?: Payload;
}

/** The type of a {@link TopicChannel}'s arguments. */
export type ArgsOf<Channel> = Channel extends TopicChannel<infer Args, unknown> ? Args : never;

/** The type of a {@link TopicChannel}'s payload. */
export type PayloadOf<Channel> = Channel extends TopicChannel<never, infer Payload> ? Payload : never;

/** A subscription field's `@channel`, as written by generated code. */
export interface TopicChannelDefinition<Args> {
  /** The field's name. */
  event: string;
  access: Access;
  /** The template in the schema: `room-{roomId}`, `user-{viewer.sub}`. */
  template: string;
  /** Default values in the schema of the arguments that the template uses. */
  defaults?: Partial<Args>;
}

/**
 * Creates a {@link TopicChannel}. Pass claims of a template (`{viewer.sub}`) as arguments: `{ viewer: { sub } }`.
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
        throw new TypeError(
          `${channel} has ${channel.length} characters. Pusher allows ${maxChannelLength}.`,
        );
      }
      return channel;
    },
  };
}

/**
 * Fills a template's placeholders with values.
 *
 * @throws {TypeError} when a value is missing, is not a scalar, or has characters that a channel name cannot contain.
 */
export function fillTemplate(template: string, values: object): string {
  return template.replaceAll(/\{([^{}]*)\}/g, (_, path: string) => {
    const value = path
      .split('.')
      .reduce<unknown>(
        (parent, key) => (parent as Record<string, unknown> | undefined | null)?.[key],
        values,
      );
    const text = String(value);
    if (!['string', 'number', 'boolean'].includes(typeof value) || !valuePattern.test(text)) {
      throw new TypeError(
        `${template}: {${path}} is ${JSON.stringify(value)}. Use only A-Z a-z 0-9 _ - = @ , .`,
      );
    }
    return text;
  });
}
